import { isUtf8 } from "node:buffer";
import { fail, type Failure, type InputFault } from "../lib/errors.ts";
import { invalidRequest } from "./faults.ts";

/** 64 KiB, as documented. */
export const BODY_LIMIT = 65_536;

const DEEPEST = 32;

/** A JSON object out of the bytes of a request; a failure that says where they are none. */
export const parseBody = (bytes: Buffer): Record<string, unknown> | Failure => {
  if (!isUtf8(bytes)) return invalidRequest([{ path: "", message: "body is not UTF-8" }]);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch (error) {
    const where = error instanceof SyntaxError ? `: ${error.message.slice(0, 200)}` : "";
    return invalidRequest([{ path: "", message: `body is not JSON${where}` }]);
  }
  if (!isRecord(value)) return invalidRequest([{ path: "", message: "body must be a JSON object" }]);
  const fault = unstorable(value, "", 0);
  return fault ? invalidRequest([fault]) : value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first thing that no schema allows, and that PostgreSQL or JavaScript would trip over. */
const unstorable = (value: unknown, path: string, depth: number): InputFault | undefined => {
  if (typeof value === "string")
    return badText(value) ? { path, message: "must be Unicode text without NUL" } : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth === DEEPEST) return { path, message: `is nested more than ${DEEPEST} levels deep` };
  for (const [name, inner] of Object.entries(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (name === "__proto__" || badText(name)) return { path: at.toWellFormed(), message: "is not a field here" };
    const fault = unstorable(inner, at, depth + 1);
    if (fault) return fault;
  }
  return undefined;
};

const badText = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

/** A failure unless the body is declared as plain JSON in UTF-8. */
export const mediaTypeFailure = (
  contentType: string | undefined,
  encoding: string | undefined,
): Failure | undefined => {
  if (encoding !== undefined && encoding !== "identity")
    return fail("unsupported_media_type", "Send the body uncompressed, without `Content-Encoding`.");
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? "")
    ? undefined
    : fail("unsupported_media_type", "Send JSON in UTF-8 with `Content-Type: application/json`.");
};
