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

/**
 * Codes (PostgreSQL, Appendix A) of a server that is of no use to this connection, or just now to anyone: it is going
 * down (57P0x), lets us in no more (53300), takes no writes (25006), has no disk (53100) or memory (53200) left, gave us
 * up (25P03), or took longer over a statement than we let it (57014).
 */
const SERVER_CODES = new Set(
  "57P01 57P02 57P03 57P04 57P05 57014 53000 53100 53200 53300 53400 25P03 25006".split(" "),
);

/** Those of libuv: of the network, and of a process that may open nothing more. */
const NETWORK_CODES = new Set([
  ..."ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN".split(" "),
  ..."EMFILE ENFILE ENOBUFS ENOMEM".split(" "),
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
