import type { HeaderObject, Reference } from "./document.ts";

const text = (description: string, example: string, maxLength: number): HeaderObject => ({
  description,
  example,
  schema: { type: "string", maxLength },
});

/** Every header that an answer can carry, named as components. */
export const HEADERS = {
  "X-Request-Id": text(
    "Names this request in our log. A sane one that you send is kept.",
    "0197a3c26f1e7cc08a553b9a1d2e4f60",
    128,
  ),
  "RateLimit-Policy": text("The allowance of the key: `q` requests in `w` seconds.", '"default";q=200;w=2', 200),
  RateLimit: text("What is left of it: `r` requests; it is full again in `t` seconds.", '"default";r=199;t=1', 200),
  "Retry-After": {
    description: "Wait for so many seconds before the next try.",
    example: 2,
    schema: { type: "integer", format: "int32", minimum: 1, maximum: 86_400 },
  },
  ETag: text(
    "After POST and PATCH the row's `version` in double quotes: send it as `If-Match` with the next change. Of a list a tag of the whole page, for `If-None-Match` only.",
    '"3"',
    200,
  ),
  Location: text("Where the new row is read.", "/api/v1/bookings?id=0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60", 300),
  "WWW-Authenticate": text("What is wanted instead (RFC 6750).", 'Bearer error="invalid_token"', 300),
  "Idempotent-Replayed": {
    description: "`true` when this is the kept answer of an earlier request with the same `Idempotency-Key`.",
    example: "true",
    schema: { type: "string", enum: ["true"] },
  },
} as const satisfies Record<string, HeaderObject>;

export type HeaderName = keyof typeof HEADERS;

/** References to the components, for a response. */
export const headersNamed = (...names: HeaderName[]): Record<string, Reference> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** On every answer to a caller who is known. */
export const ALWAYS: readonly HeaderName[] = ["X-Request-Id", "RateLimit-Policy", "RateLimit"];
