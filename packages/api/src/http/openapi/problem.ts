import { z } from "zod";
import { ERRORS, type ErrorCode, type FailureFacts } from "../../lib/errors.ts";
import { storedText, uuid } from "../../lib/schemas.ts";
import { CODES } from "./codes.ts";

const known = z
  .object({ id: uuid, name: storedText(200).meta({ example: "B737-800 #1" }) })
  .meta({ id: "KnownReference", description: "Something that exists and could be meant." });

const fault = z
  .object({
    path: storedText(200).meta({ description: "The field, dotted as in JSON.", example: "trainees.0.id" }),
    message: storedText(500).meta({ description: "What is wanted.", example: "must be a UUID" }),
  })
  .meta({ id: "InputFault", description: "One fault of one input." });

/** Every error answer (RFC 9457), `application/problem+json`. The last six fields are there where they say something. */
export const problem = z
  .object({
    type: z.url().max(300).meta({
      description: "The documentation of this code.",
      example: "https://aviationalley.example/docs/errors/not_found",
    }),
    title: storedText(100).meta({
      description: "The code in words, for people.",
      example: "Nothing with this id",
    }),
    status: z.int32().min(400).max(599).meta({ description: "The HTTP status.", example: 404 }),
    detail: storedText(1000).meta({
      description: "What happened here and what to do about it.",
      example: "List them to find the id.",
    }),
    code: z.enum(CODES).meta({ description: "What programs branch on. New codes may be added.", example: "not_found" }),
    requestId: storedText(128).meta({
      description: "Finds the request in our log; also in `X-Request-Id`.",
      example: "req_5f1d8e",
    }),
    errors: z
      .array(fault)
      .max(100)
      .optional()
      .meta({ description: "With `invalid_request`: every fault that was found." }),
    conflictingId: uuid.optional().meta({ description: "The row that stands in the way." }),
    allowed: z
      .array(storedText(40))
      .max(20)
      .optional()
      .meta({ description: "With `invalid_transition`: where the state can go.", example: ["CANCELLED"] }),
    requiredScope: storedText(60)
      .optional()
      .meta({ description: "With `insufficient_scope`: the scope that is missing.", example: "bookings:write" }),
    scopes: z
      .array(storedText(60))
      .max(100)
      .optional()
      .meta({ description: "With `insufficient_scope`: what the key has.", example: ["bookings:read"] }),
    known: z
      .array(known)
      .max(20)
      .optional()
      .meta({ description: "With `unprocessable`: what the reference could mean." }),
    retryAfterSeconds: z
      .int32()
      .min(1)
      .max(86_400)
      .optional()
      .meta({ description: "The same as `Retry-After`.", example: 2 }),
  })
  .meta({ id: "Problem", description: "An error (RFC 9457)." });

export type Problem = z.output<typeof problem>;

const OTHER_ID = "0197a3c2-6f1e-7cc0-8a55-5d2e81c0a7b4";

const FACTS: Partial<Record<ErrorCode, FailureFacts>> = {
  invalid_request: { errors: [{ path: "limit", message: "must be at most 200" }] },
  insufficient_scope: { requiredScope: "bookings:write", scopes: ["bookings:read"] },
  booking_overlap: { conflictingId: OTHER_ID },
  duplicate_reference: { conflictingId: OTHER_ID },
  invalid_transition: { allowed: ["IN_PROGRESS", "CANCELLED", "NO_SHOW"] },
  unprocessable: { known: [{ id: OTHER_ID, name: "B737-800 #1" }] },
  rate_limited: { retryAfterSeconds: 2 },
  unavailable: { retryAfterSeconds: 2 },
};

/** The body that answers with `code`, as the docs show it. */
export const problemExample = (code: ErrorCode, publicUrl: string): Problem => {
  const { status, title, help } = ERRORS[code];
  const facts = FACTS[code] ?? {};
  return problem.parse({
    type: `${publicUrl}/docs/errors/${code}`,
    title,
    status,
    detail: help,
    code,
    requestId: "0197a3c26f1e7cc08a553b9a1d2e4f60",
    ...facts,
  });
};
