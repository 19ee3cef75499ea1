import { ERRORS, type ErrorCode } from "../../lib/errors.ts";

/** Every error code, in the order of their statuses. */
export const CODES = Object.keys(ERRORS) as ErrorCode[]; // an object's own keys, which TypeScript widens to string

/** Codes that only people in the console meet. */
export const CONSOLE_CODES: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "insufficient_role"]);

/** Those of one status that a client of the REST API can meet. */
export const codesOf = (status: number): ErrorCode[] =>
  CODES.filter((code) => ERRORS[code].status === status && !CONSOLE_CODES.has(code));
