import { z } from "zod";
import { type Failure, isFailure } from "../lib/errors.ts";
import { text } from "../lib/schemas.ts";
import { parseBody } from "./body.ts";
import { faultsOf, invalidRequest } from "./faults.ts";

/** Where the session library would write whatever it is given: names of any length and kind, pictures from anywhere. */
const SCHEMAS = new Map<string, z.ZodType>([["/update-user", z.strictObject({ name: text(120) })]]);

/** What is wrong with a body before the library sees it, which hands the database what that cannot store. */
export const refuseSessionBody = (path: string, body: unknown): Failure | undefined => {
  if (typeof body !== "string" || body === "") return undefined;
  const value = parseBody(Buffer.from(body));
  if (isFailure(value)) return value;
  const schema = SCHEMAS.get(path);
  const faults = schema?.safeParse(value).error?.issues;
  return schema && faults ? invalidRequest(faultsOf(faults, schema, value)) : undefined;
};
