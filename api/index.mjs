import { openServerless } from "../apps/server/src/serverless.ts";

/** The function that Vercel calls for every request (vercel.json); opened once for the life of an instance. */
let opening;

// oxlint-disable-next-line import/no-default-export -- the platform's convention
export default async (request, response) => {
  opening ??= openServerless().catch((error) => {
    opening = undefined; // so that the next request tries again
    throw error;
  });
  (await opening).handle(request, response);
};
