import type { ErrorCode } from "../../lib/errors.ts";
import { codesOf } from "./codes.ts";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import type { Reference } from "./document.ts";
import { ALWAYS, headersNamed, type HeaderName } from "./headers.ts";
import { problem, problemExample } from "./problem.ts";

interface ErrorResponse {
  status: number;
  description: string;
  codes: readonly ErrorCode[];
  headers: readonly HeaderName[];
}

const of = (
  status: number,
  description: string,
  codes: readonly ErrorCode[] = codesOf(status),
  headers: readonly HeaderName[] = ALWAYS,
): ErrorResponse => ({ status, description, codes, headers });

const without = (codes: readonly ErrorCode[], ...others: ErrorCode[]): ErrorCode[] =>
  codes.filter((code) => !others.includes(code));

/** The error answers, each a named component; operations refer to those that they can give. */
const ERROR_RESPONSES = {
  InvalidRequest: of(400, "The request does not fit its schema.", ["invalid_request"]),
  InvalidListRequest: of(400, "The parameters do not fit their schemas, or the cursor is not of this list."),
  Unauthenticated: of(401, "No token, or none that is valid.", codesOf(401), ["X-Request-Id", "WWW-Authenticate"]),
  InsufficientScope: of(403, "The key lacks the scope.", codesOf(403), [...ALWAYS, "WWW-Authenticate"]),
  NotFound: of(404, "No such row in this center."),
  CreateConflict: of(409, "What is stored now does not allow it.", without(codesOf(409), "invalid_transition")),
  ChangeConflict: of(409, "What is stored now does not allow it."),
  PreconditionFailed: of(412, "The row changed since it was read."),
  PayloadTooLarge: of(413, "The body is over 64 KiB."),
  UnsupportedMediaType: of(415, "The body is not JSON."),
  Unprocessable: of(422, "Well formed, but it refers to something that is not there."),
  RateLimited: of(429, "Too many requests.", codesOf(429), [...ALWAYS, "Retry-After"]),
  InternalError: of(500, "Our fault; the `requestId` finds it in our log.", codesOf(500), ["X-Request-Id"]),
  Unavailable: of(503, "The database is away for the moment.", codesOf(503), ["X-Request-Id", "Retry-After"]),
} as const;

type ErrorName = keyof typeof ERROR_RESPONSES;

/** The components of all error answers. */
export const errorComponents = (publicUrl: string): Record<string, ZodOpenApiResponseObject> =>
  Object.fromEntries(
    Object.entries(ERROR_RESPONSES).map(([name, { description, codes, headers }]) => [
      name,
      {
        description,
        headers: headersNamed(...headers),
        content: { "application/problem+json": problemMedia(codes, publicUrl) },
      },
    ]),
  );

const problemMedia = (codes: readonly ErrorCode[], publicUrl: string) => ({
  schema: problem,
  examples: Object.fromEntries(
    codes.map((code) => {
      const value = problemExample(code, publicUrl);
      return [code, { summary: value.title, value }];
    }),
  ),
});

const EVERY: readonly ErrorName[] = [
  "Unauthenticated",
  "InsufficientScope",
  "RateLimited",
  "InternalError",
  "Unavailable",
];
const WITH_BODY: readonly ErrorName[] = ["InvalidRequest", "PayloadTooLarge", "UnsupportedMediaType", "Unprocessable"];

const POSSIBLE = {
  GET: [...EVERY, "InvalidListRequest"],
  POST: [...EVERY, ...WITH_BODY, "CreateConflict"],
  PATCH: [...EVERY, ...WITH_BODY, "NotFound", "ChangeConflict", "PreconditionFailed"],
} as const satisfies Record<string, readonly ErrorName[]>;

/** The error answers that an operation of this method can give, by status. */
export const errorResponses = (method: keyof typeof POSSIBLE): Record<string, Reference> =>
  Object.fromEntries(
    POSSIBLE[method].map((name) => [`${ERROR_RESPONSES[name].status}`, { $ref: `#/components/responses/${name}` }]),
  );
