import type { EndpointMeta } from "../../../lib/trpc.ts";
import { tagOf } from "../../openapi/tags.ts";

export const eventPath = (type: string): string => `/docs/webhooks#${type}`;

/** Where the API reference shows an operation. */
export const operationPath = ({ method, path }: EndpointMeta): string =>
  `/docs/api#tag/${tagOf(path).name.toLowerCase().replaceAll(" ", "-")}/${method}${path}`;

/** The regulation's own text; undefined for what is not in the Code of Federal Regulations. */
export const regulationUrl = (section: string): string | undefined => {
  const [, title, kind, place] = /^(\d+) CFR (part )?([\d.]+)$/.exec(section) ?? [];
  return title && place && `https://www.ecfr.gov/current/title-${title}/${kind ? "part" : "section"}-${place}`;
};
