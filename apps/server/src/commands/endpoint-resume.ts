import { resumeEndpoint } from "@aviationalley/api/platform/webhooks/pause.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { operator, orFault } from "../operator.ts";

export const endpointResume = command({
  name: "endpoint resume",
  summary: "Let a paused or disabled endpoint go on",
  options: {},
  operands: ["id"],
  run: (_, [id = ""]) =>
    withDatabase(async (db) => {
      const { url } = orFault(await resumeEndpoint(db, operator, await centerOfEndpoint(db, id), id));
      console.error(`Resumed ${url}.`);
    }),
});
