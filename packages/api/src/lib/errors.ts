import { Rollback } from "@aviationalley/db/transaction.ts";

/** What the docs say of a code beside its status and title. */
interface ErrorEntry {
  status: number;
  title: string;
  /** When it is answered, as a sentence. */
  when: string;
  /** What the caller does about it, as a sentence or two. */
  help: string;
  /** The code under which a table of errors files this more specific one. */
  general?: string;
}

/**
 * Every way in which a call can fail on purpose. The one list of them: problem bodies, the OpenAPI document and
 * `/docs/errors` derive from it.
 */
export const ERRORS = {
  invalid_request: {
    status: 400,
    title: "The request does not fit its schema",
    when: "A parameter or a body field is missing, unknown, repeated, or not of its declared form; or the body is not JSON.",
    help: "Read `errors`: each entry names the field by its path and says what is wanted. Send the request again, mended.",
  },
  invalid_cursor: {
    status: 400,
    title: "The cursor is not one that this list made",
    when: "The cursor is damaged, or was made by another list, by another center, or with other filters.",
    help: "Pass `pagination.nextCursor` of the previous page unchanged and keep the filters, or start again without a cursor.",
  },
  token_missing: {
    status: 401,
    title: "No bearer token",
    when: "The request has no `Authorization` header.",
    help: "Send `Authorization: Bearer <token>`. An owner or admin of the center creates tokens in the console, under Integrations.",
    general: "unauthenticated",
  },
  token_malformed: {
    status: 401,
    title: "Not a token of this API",
    when: "The `Authorization` header does not hold the word Bearer, one space, and a token of the form `aa_live_…` or `aa_test_…`.",
    help: "Compare the header with the token as it was shown: quotes, line breaks and cut-off ends are the usual causes.",
    general: "unauthenticated",
  },
  token_unknown: {
    status: 401,
    title: "Unknown token",
    when: "The token has the right form, but no key of this installation has it.",
    help: "Check that the token belongs to this server and was copied whole. A lost token cannot be read again: reissue the key.",
    general: "unauthenticated",
  },
  token_revoked: {
    status: 401,
    title: "Revoked token",
    when: "The key was revoked, or reissued and its overlap has ended.",
    help: "Use the token that replaced it, or ask an owner or admin of the center for a new key.",
    general: "unauthenticated",
  },
  token_expired: {
    status: 401,
    title: "Expired token",
    when: "The key was created with an expiry, which has passed.",
    help: "Ask an owner or admin of the center for a new key.",
    general: "unauthenticated",
  },
  unauthenticated: {
    status: 401,
    title: "Not authenticated",
    when: "The request has no valid token, and one of the `token_…` codes says why; or the console is used without a session, or with one that has ended.",
    help: "With a token, read about the `token_…` code that was answered. In the console, sign in again.",
  },
  insufficient_scope: {
    status: 403,
    title: "The key lacks the scope",
    when: "The key is valid, but was not granted the scope that the operation (or one of its parameters) asks for.",
    help: "`requiredScope` names what is missing and `scopes` what the key has. Ask an owner or admin for a key with that scope.",
  },
  insufficient_role: {
    status: 403,
    title: "The member lacks the role",
    when: "A member of the center tries in the console what their roles do not allow.",
    help: "Ask an owner or admin of the center for one of the roles that the message names.",
  },
  not_found: {
    status: 404,
    title: "Nothing with this id",
    when: "The path does not exist, or no row with this id exists in the key's center. Another center's id is answered the same way.",
    help: "List the resource to find the id, and check that the token is of the right center and mode (live or test).",
  },
  method_not_allowed: {
    status: 405,
    title: "The path has no such method",
    when: "The path exists, but not with this HTTP method.",
    help: "The `Allow` header lists the methods that the path has.",
  },
  conflict: {
    status: 409,
    title: "The change contradicts the present state",
    when: "The change is well formed, but what is stored now does not allow it.",
    help: "Read `detail`, load the present state, decide again.",
  },
  booking_overlap: {
    status: 409,
    title: "Someone or something is booked already",
    when: "The simulator, the instructor or a trainee has another session at that time.",
    help: "`conflictingId` is the booking that stands in the way. Choose another time, device or person.",
    general: "conflict",
  },
  device_out_of_service: {
    status: 409,
    title: "The device is out of service",
    when: "The simulator has a critical work order that is not finished.",
    help: "Choose another simulator, or wait until the work order is completed.",
    general: "conflict",
  },
  duplicate_reference: {
    status: 409,
    title: "The reference is taken",
    when: "Another row of the center has this `externalRef`.",
    help: "`conflictingId` is the row that has it: update that one, or send another reference.",
    general: "conflict",
  },
  invalid_transition: {
    status: 409,
    title: "The state does not allow this",
    when: "The row is in a state from which the requested change does not lead.",
    help: "`allowed` lists the states that it can go to. Load the row and decide again.",
    general: "conflict",
  },
  request_in_progress: {
    status: 409,
    title: "A twin of this request is still running",
    when: "Another request with the same `Idempotency-Key` has not finished yet.",
    help: "Wait a moment and send the same request with the same key again: it then gets the first one's answer.",
    general: "conflict",
  },
  precondition_failed: {
    status: 412,
    title: "Changed since it was read",
    when: "`If-Match` names a version that is no longer the present one.",
    help: "Load the row, look at what changed, and send the change again with its `version` in double quotes as `If-Match`.",
  },
  payload_too_large: {
    status: 413,
    title: "The body is over 64 KiB",
    when: "The request body is longer than 64 KiB.",
    help: "Send less: no operation of this API needs a body of that size.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body is not JSON",
    when: "The request has a body whose `Content-Type` is not `application/json`.",
    help: "Send JSON in UTF-8 with `Content-Type: application/json`.",
  },
  unprocessable: {
    status: 422,
    title: "Well formed, but it refers to something that is not there",
    when: "An id in the body does not exist in this center, or the values contradict each other.",
    help: "Where `known` is given, it lists what there is, by id and name. Mend the reference and send the request again.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "The idempotency key belongs to another request",
    when: "This `Idempotency-Key` was used within 24 hours for the same operation with another body.",
    help: "Use a new key for each new request; repeat a key only with the very same body.",
    general: "unprocessable",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    when: "The key has used up its allowance; or too many requests without a valid token came from one network address.",
    help: "Wait for as many seconds as `Retry-After` says. `RateLimit` tells on every answer to a valid token how much is left; if none was valid, check the token.",
  },
  internal_error: {
    status: 500,
    title: "Our fault",
    when: "Something failed on our side.",
    help: "Try again after a moment (writes with the same `Idempotency-Key`). If it stays, tell us the `requestId`.",
  },
  unavailable: {
    status: 503,
    title: "The database is away",
    when: "The service is starting, stopping, or cannot reach its database; or others' changes got in the way of this one time and again.",
    help: "Try again after as many seconds as `Retry-After` says (writes with the same `Idempotency-Key`).",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of one input: `path` is dotted as in JSON (`trainees.0.id`), empty for the whole. */
export interface InputFault {
  path: string;
  message: string;
}

/** What a failure may carry beside its sentence; each is published in the problem body under its own name. */
export interface FailureFacts {
  /** Instead of the code's own title, where that would mislead. */
  title?: string;
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

export const fail = (code: ErrorCode, detail: string, facts?: FailureFacts): Failure =>
  new Failure(code, detail, facts);

export const isFailure = (value: unknown): value is Failure => value instanceof Failure;

export const isSuccess = <Value>(value: Value | Failure): value is Exclude<Value, Failure> => !isFailure(value);

/** Fields that fit their schema, but not each other or the state of things; each message is said of "it". */
export const invalidFields = (faults: readonly InputFault[]): Failure =>
  fail("invalid_request", `Change ${faults.map(({ path, message }) => `${path}: it ${message}`).join("; ")}.`, {
    errors: [...faults],
  });

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
