import type { FastifyReply } from "fastify";
import { ERRORS, fail, type Failure } from "../lib/errors.ts";
import { failureOf } from "../lib/trpc.ts";
import { unavailableFailure } from "../lib/unavailable.ts";

/** The body of an error answer (RFC 9457), as text. */
export const problemText = ({ code, detail, facts }: Failure, publicUrl: string, requestId: string): string => {
  const { status, title } = ERRORS[code];
  return JSON.stringify({ type: `${publicUrl}/docs/errors/${code}`, title, status, detail, code, requestId, ...facts });
};

/** The failure that an error stands for, if the caller may know of it; whatever else is thrown is our fault. */
export const expectedFailure = (error: unknown): Failure | undefined => {
  const failure = failureOf(error) ?? fastifyFailure(error) ?? unavailableFailure(error);
  if (failure) return failure;
  return error instanceof Error && error.cause !== undefined ? expectedFailure(error.cause) : undefined;
};

export const internalError = (): Failure =>
  fail("internal_error", "Something failed on our side. If it stays, tell us the `requestId`.");

/** What Fastify itself refuses, by its codes. */
const fastifyFailure = (error: unknown): Failure | undefined => {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return fail("payload_too_large", "Send at most 64 KiB.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_EMPTY_TYPE":
      return fail("unsupported_media_type", "Send JSON in UTF-8 with `Content-Type: application/json`.");
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return fail("invalid_request", "The body is not as long as `Content-Length` says.");
    case "FST_ERR_BAD_URL":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return fail(
        "invalid_request",
        "The path of the URL is not percent-encoded UTF-8, or has a part that is too long.",
      );
    default:
      return isRefusal(error) ? fail("invalid_request", "This is not a well-formed request.") : undefined;
  }
};

const isRefusal = (error: { code?: unknown }): boolean =>
  String(error.code).startsWith("FST_ERR_") && "statusCode" in error && Number(error.statusCode) < 500;

/** Answers with a failure. Headers that were set before (rate limit, request id) stay. */
export const sendProblem = (reply: FastifyReply, failure: Failure, publicUrl: string): FastifyReply => {
  const body = Buffer.from(problemText(failure, publicUrl, reply.request.id));
  const { retryAfterSeconds } = failure.facts;
  const challenge = challengeOf(failure);
  if (challenge !== undefined) reply.header("www-authenticate", challenge);
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  return reply
    .code(ERRORS[failure.code].status)
    .header("content-type", "application/problem+json")
    .header("cache-control", "no-store")
    .send(body);
};

/** `WWW-Authenticate` of RFC 6750, section 3: an error is named only where a token was sent. */
const challengeOf = ({ code, facts }: Failure): string | undefined => {
  if (code === "token_missing") return "Bearer";
  if (code === "insufficient_scope") return `Bearer error="insufficient_scope", scope="${facts.requiredScope ?? ""}"`;
  return ERRORS[code].status === 401 && code !== "unauthenticated" ? `Bearer error="invalid_token"` : undefined;
};
