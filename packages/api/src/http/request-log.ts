import { LogController, type FastifyReply, type FastifyRequest } from "fastify";
import { looksSecret } from "../lib/secret-shape.ts";

const HIDDEN = "…";

/** What must not be read in a log: texts that people search for, and anything like a token, however it is written. */
const mustHide = (text: string): boolean => {
  try {
    return looksSecret(decodeURIComponent(text));
  } catch {
    return true; // what cannot be read could be anything
  }
};

/** What people search for; the console's procedures take it within their `input`. */
const SOUGHT = new Set(["search", "input"]);

const isSearch = (name: string): boolean => mustHide(name) || SOUGHT.has(decodeURIComponent(name));

/**
 * Path and query without the values of searches, and without tokens that someone put into a URL; without any value where
 * all of them are confidential.
 */
export const loggableUrl = (url: string, isConfidential = false): string => {
  if (!isConfidential && !/[%]|search|input|aai?_|whsec_/i.test(url)) return url;
  const [path = "", query] = url.split(/\?(.*)/s, 2);
  const shown = path.split("/").map((part) => (mustHide(part) ? HIDDEN : part));
  const pieces = query?.split("&").map((piece) => {
    const [name = ""] = piece.split("=", 1);
    if (mustHide(piece) || (isConfidential && !piece.includes("="))) return HIDDEN;
    return isConfidential || isSearch(name) ? `${name}=${HIDDEN}` : piece;
  });
  return [shown.join("/"), ...(pieces ? [pieces.join("&")] : [])].join("?");
};

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a request asks for tells of the rows that it finds, to whom these are not shown. */
    confidentialQuery?: boolean;
  }
}

/** What a log may show of a request's URL. Where no route was found, a confidential one may have been meant. */
export const loggablePath = ({ raw, is404, routeOptions }: FastifyRequest): string =>
  loggableUrl(raw.url ?? "", is404 || routeOptions.config.confidentialQuery === true);

/** One line per request, when it is answered; no header of it is ever in it. */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // The line at the end says everything.
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const { statusCode } = reply.raw;
    const line = {
      method: request.raw.method,
      route: request.routeOptions.url ?? null,
      path: loggablePath(request),
      status: statusCode,
      ms: Math.round(reply.elapsedTime * 100) / 100,
      requestId: request.id,
      keyId: request.caller?.id ?? null,
    };
    if (error || statusCode >= 500) request.log.error(line, "request");
    else request.log.info(line, "request");
  }

  override routeNotFound(): void {
    // A 404 has its line like every other answer.
  }
}

/** Of an error only what helps to mend it: what a database quotes of rows (`detail`) may be confidential. */
export const loggableError = (error: unknown): object =>
  error instanceof Error
    ? {
        type: error.name,
        message: error.message,
        stack: error.stack,
        ...pick(error, "code", "constraint", "table", "statement"),
        ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
      }
    : { thrown: typeof error };

const pick = (error: Error, ...names: string[]): object =>
  Object.fromEntries(Object.entries(error).filter(([name]) => names.includes(name)));
