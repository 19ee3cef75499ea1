import { Rollback } from "@aviationalley/db/transaction.ts";

/**
 * Every way in which a call can fail on purpose: its HTTP status and a title. The one list of them: problem bodies,
 * the OpenAPI document and `/docs/errors` derive from it. `general` names the code under which a table of errors
 * files a more specific one.
 */
export const ERRORS = {
  invalid_request: { status: 400, title: "The request does not fit its schema" },
  invalid_cursor: { status: 400, title: "The cursor is not one that this list made" },
  token_missing: { status: 401, title: "No bearer token", general: "unauthenticated" },
  token_malformed: { status: 401, title: "Not a token of this API", general: "unauthenticated" },
  token_unknown: { status: 401, title: "Unknown token", general: "unauthenticated" },
  token_revoked: { status: 401, title: "Revoked token", general: "unauthenticated" },
  token_expired: { status: 401, title: "Expired token", general: "unauthenticated" },
  unauthenticated: { status: 401, title: "Not signed in" },
  insufficient_scope: { status: 403, title: "The key lacks the scope" },
  insufficient_role: { status: 403, title: "The member lacks the role" },
  not_found: { status: 404, title: "Nothing with this id" },
  method_not_allowed: { status: 405, title: "The path has no such method" },
  conflict: { status: 409, title: "The change contradicts the present state" },
  booking_overlap: { status: 409, title: "Someone or something is booked already", general: "conflict" },
  device_out_of_service: { status: 409, title: "The device is out of service", general: "conflict" },
  duplicate_reference: { status: 409, title: "The reference is taken", general: "conflict" },
  invalid_transition: { status: 409, title: "The state does not allow this", general: "conflict" },
  request_in_progress: { status: 409, title: "A twin of this request is still running", general: "conflict" },
  precondition_failed: { status: 412, title: "Changed since it was read" },
  payload_too_large: { status: 413, title: "The body is over 64 KiB" },
  unsupported_media_type: { status: 415, title: "The body is not JSON" },
  unprocessable: { status: 422, title: "Well formed, but it refers to something that is not there" },
  idempotency_key_reused: { status: 422, title: "The idempotency key belongs to another request", general: "unprocessable" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal_error: { status: 500, title: "Our fault" },
  unavailable: { status: 503, title: "The database is away" },
} as const satisfies Record<string, { status: number; title: string; general?: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of one input: `path` is dotted as in JSON (`trainees.0.id`), empty for the whole. */
export interface InputFault {
  path: string;
  message: string;
}

/** What a failure may carry beside its sentence; each is published in the problem body under its own name. */
export interface FailureFacts {
  errors?: InputFault[];
  conflictingId?: string;
  allowed?: readonly string[];
  requiredScope?: string;
  scopes?: readonly string[];
  known?: readonly { id: string; name: string }[];
  retryAfterSeconds?: number;
}

/**
 * An expected failure, returned as a value; a transaction whose work returns one is rolled back.
 * `detail` tells the caller what to do about it, and never names internals.
 */
export class Failure extends Rollback {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly facts: FailureFacts;

  constructor(code: ErrorCode, detail: string, facts: FailureFacts = {}) {
    super();
    this.code = code;
    this.detail = detail;
    this.facts = facts;
  }
}

/** A failure on its way through code that only knows exceptions (tRPC middleware, the border). */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.detail}`);
    this.name = "FailureError";
    this.failure = failure;
  }
}

export const fail = (code: ErrorCode, detail: string, facts?: FailureFacts): Failure => new Failure(code, detail, facts);

export const isFailure = (value: unknown): value is Failure => value instanceof Failure;

/** The same body for a missing id and for one of another center, so that ids cannot be probed. */
export const notFound = (noun: string): Failure =>
  fail("not_found", `No ${noun} with this id exists in this center. List them to find the id.`);

export const invalidTransition = (noun: string, from: string, wanted: string, allowed: readonly string[]): Failure =>
  fail(
    "invalid_transition",
    allowed.length === 0
      ? `A ${noun} that is ${from} is final and cannot become ${wanted}.`
      : `A ${noun} that is ${from} cannot become ${wanted}; it can become ${allowed.join(" or ")}.`,
    { allowed },
  );
