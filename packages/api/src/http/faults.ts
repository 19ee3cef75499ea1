import type { z } from "zod";
import { fail, type Failure, type InputFault } from "../lib/errors.ts";
import { suggestion } from "../lib/nearest.ts";
import type { Method } from "../lib/trpc.ts";
import { fieldsAt } from "./shape.ts";

const MOST_FAULTS = 20;
const LONGEST_PATH = 200;

/** The failure for an input that does not fit. Its sentence names the first fault, so that a log line suffices. */
export const invalidRequest = (faults: readonly InputFault[]): Failure => {
  const errors = faults
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ path: path.slice(0, LONGEST_PATH), message }));
  const [first] = errors;
  const sentence = first ? `${first.path === "" ? "The request" : `\`${first.path}\``} ${first.message}` : "";
  const others = errors.length > 1 ? ` There is more: see \`errors\`.` : "";
  return fail("invalid_request", `${sentence}${/[.?]$/.test(sentence) ? "" : "."}${others}`, { errors });
};

/** What is wrong, in terms of what is wanted: one fault per field, the first that the schema found. */
export const faultsOf = (
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  input: unknown,
  method?: Method,
): InputFault[] => {
  const faults = new Map<string, InputFault>();
  for (const issue of issues)
    for (const fault of faultsOfIssue(issue, schema, input, method))
      if (!faults.has(fault.path)) faults.set(fault.path, fault);
  return [...faults.values()];
};

const faultsOfIssue = (
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  input: unknown,
  method?: Method,
): InputFault[] => {
  if (issue.code === "unrecognized_keys") {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: dotted([...issue.path, key]),
      message: `is not a field here; ${suggestion(key, known)}`,
    }));
  }
  const value = valueAt(input, issue.path);
  // A list in a URL is one parameter, whose items have no names of their own.
  const path = dotted(method === "GET" ? issue.path.slice(0, 1) : issue.path);
  if (value === null) {
    const isOwnField = method === "PATCH" && issue.path.length === 1;
    return [{ path, message: isOwnField ? "cannot be cleared; leave it out to keep it" : notNull(issue) }];
  }
  return [{ path, message: messageOf(issue, value === undefined) }];
};

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join(".");

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    input,
  );

const messageOf = (issue: z.core.$ZodIssue, absent: boolean): string => {
  switch (issue.code) {
    case "invalid_type":
      return absent ? "is required" : `must be ${TYPES[issue.expected] ?? `a ${issue.expected}`}`;
    case "invalid_value":
      return absent ? "is required" : oneOf(issue.values);
    case "invalid_format":
      if (issue.format === "regex" && !issue.message.startsWith("Invalid string")) return issue.message;
      return (
        FORMATS[issue.format] ?? (issue.pattern ? `must match ${issue.pattern}` : `must be a valid ${issue.format}`)
      );
    case "too_big":
      return `must ${sized(issue.origin, issue.exact ? "exactly" : issue.inclusive === false ? "under" : "at most", issue.maximum)}`;
    case "too_small":
      return `must ${sized(issue.origin, issue.exact ? "exactly" : issue.inclusive === false ? "over" : "at least", issue.minimum)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return "fits none of the allowed forms";
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return issue.message;
  }
};

/** `null` is what a caller sends who means "nothing"; so it is said that this is what is wrong. */
const notNull = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type" || issue.code === "invalid_value"
    ? `${messageOf(issue, false)}, not null`
    : "must not be null";

const TYPES: Record<string, string> = {
  string: "a string",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
  null: "null",
};

const FORMATS: Record<string, string> = {
  uuid: "must be a UUID",
  guid: "must be a UUID",
  datetime: "must be an ISO 8601 instant such as 2026-05-31T14:03:22Z (in a URL, write + as %2B)",
  date: "must be a calendar date, YYYY-MM-DD",
  email: "must be an e-mail address",
  url: "must be a URL",
  int32: "must be a whole number of 32 bits",
  safeint: "must be a whole number",
};

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${String(values[0])}` : `must be one of ${values.map(String).join(", ")}`;

const sized = (origin: string, relation: string, bound: number | bigint): string => {
  const unit = origin === "string" ? "character" : origin === "array" || origin === "set" ? "item" : undefined;
  return unit === undefined ? `be ${relation} ${bound}` : `have ${relation} ${bound} ${unit}${bound === 1 ? "" : "s"}`;
};
