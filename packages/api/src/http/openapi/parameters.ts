import type { ParameterObject, Reference, SchemaObject } from "./document.ts";

const header = (name: string, description: string, example: string, schema: SchemaObject): ParameterObject => ({
  name,
  in: "header",
  description,
  required: false,
  example,
  schema: { type: "string", ...schema },
});

/** The request headers, named as components. */
export const HEADER_PARAMETERS = {
  IdempotencyKey: header(
    "Idempotency-Key",
    "Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, and nothing is done twice. Use a new UUID for each new request.",
    "7f1d9a52-3c40-4a7e-9a52-0d1e5b8c6f21",
    { maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
  ),
  IfMatch: header(
    "If-Match",
    "The `version` of the row that you saw, in double quotes, or the `ETag` that a POST or PATCH answered (a list's `ETag` is for `If-None-Match` only). If the row has changed since, nothing is written and the answer is 412. `*` stands for any version.",
    '"3"',
    { maxLength: 200, pattern: '^(\\*|"[0-9]+"(, ?"[0-9]+"){0,9})$' },
  ),
  IfNoneMatch: header(
    "If-None-Match",
    "The `ETag` of an earlier answer to the same read. If nothing has changed, the answer is 304 without a body.",
    '"8Jx1aQ"',
    { maxLength: 500, pattern: '^(\\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$' },
  ),
} as const satisfies Record<string, ParameterObject>;

type HeaderParameter = keyof typeof HEADER_PARAMETERS;

const ACCEPTED = {
  GET: ["IfNoneMatch"],
  POST: ["IdempotencyKey"],
  PATCH: ["IdempotencyKey", "IfMatch"],
} as const satisfies Record<string, readonly HeaderParameter[]>;

/** The request headers that an operation of this method reads. */
export const headerParameters = (method: keyof typeof ACCEPTED): Reference[] =>
  ACCEPTED[method].map((name) => ({ $ref: `#/components/parameters/${name}` }));

/**
 * A parameter's example and description stand at the parameter, where tools look for them; a list is written as one
 * comma-separated value. The example of an optional one is marked as not to be sent: the rendered reference would
 * otherwise begin every trial with all filters set, and find nothing.
 */
export const polishParameter = (parameter: ParameterObject): void => {
  const { schema } = parameter;
  if (parameter.in === "query") parameter.required ??= false;
  if (schema.description !== undefined) {
    parameter.description ??= schema.description;
    delete schema.description;
  }
  if (schema.example !== undefined) {
    parameter.example ??= schema.example;
    delete schema.example;
  }
  if (!parameter.required && parameter.example !== undefined) {
    parameter.examples = { default: { value: parameter.example, "x-disabled": true } };
    delete parameter.example;
  }
  if (schema.type === "array") Object.assign(parameter, { style: "form", explode: false });
};
