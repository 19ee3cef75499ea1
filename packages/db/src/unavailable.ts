/**
 * The server cannot be reached, refuses, is going down, broke the connection in mid-query, or no connection came free
 * in time. The border answers 503 for it. What was in flight has an unknown outcome; nothing was tried a second time.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  constructor(reason: string, cause?: unknown) {
    super(`the database is unavailable: ${reason}`, { cause });
  }
}

/** Codes after which this connection, or this server, is of no use: PostgreSQL Appendix A, and those of libuv. */
const SERVER_CODES = new Set(["57P01", "57P02", "57P03", "57P04", "57P05", "53300", "25P03", "25006"]);
const NETWORK_CODES = new Set([
  ..."ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN".split(" "),
  ..."ENOTFOUND EAI_AGAIN ENOENT EADDRNOTAVAIL ERR_STREAM_DESTROYED ERR_STREAM_WRITE_AFTER_END".split(" "),
]);

/** What `pg` says, without a code, when a connection is gone. */
const CODELESS = /^(Connection terminated|Client (has encountered|was closed)|timeout expired|Query read timeout)/;

/** The `code` of a server's or the system's error, if it has one. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const meansUnavailable = (error: unknown): boolean => {
  const code = errorCode(error);
  if (code !== undefined) return SERVER_CODES.has(code) || NETWORK_CODES.has(code) || /^08...$/.test(code);
  return error instanceof Error && CODELESS.test(error.message);
};

/** A message for people; Node's "all addresses failed" error has an empty one of its own. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
};

/** Wraps an error of the connection as DatabaseUnavailable; gives every other error back as it is. */
export const asUnavailable = (error: unknown): unknown =>
  !(error instanceof DatabaseUnavailable) && meansUnavailable(error)
    ? new DatabaseUnavailable(reasonOf(error), error)
    : error;
