import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ERRORS, fail } from "../lib/errors.ts";
import { problemText } from "./problem.ts";

/** What is said of bytes that are no HTTP request, by the code of Node's parser. */
const DETAILS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "The request's headers are over 16 KiB. Send a shorter URL and fewer headers.",
  ERR_HTTP_REQUEST_TIMEOUT: "The request did not arrive in time. Send it again.",
};

/** Answers a connection whose bytes are no request, as far as it still listens; such a request reaches no route. */
export const clientErrorHandler =
  (publicUrl: string) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const failure = fail("invalid_request", DETAILS[error.code ?? ""] ?? "This is not a valid HTTP/1.1 request.");
    const { status } = ERRORS[failure.code];
    const requestId = randomUUID();
    const body = problemText(failure, publicUrl, requestId);
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff",
      "Connection: close",
    ];
    // destroySoon, not end: what the caller still sends must not keep the connection.
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
    socket.destroySoon();
  };
