import type { Dispatcher } from "undici";
import type { Connections } from "./connections.ts";
import { ForbiddenDestination } from "./connector.ts";
import { type Deadlines, Timed } from "./deadlines.ts";
import { isForbidden } from "./destination.ts";
import type { Exchange, Exhausted, Outcome } from "./outcome.ts";
import { redact, REDACTED } from "./redact.ts";
import { signatureHeaders } from "./signature.ts";
import type { Target } from "./target.ts";
import { publicDeliveryId } from "./wire.ts";

/** From connecting to the end of the answer's first 16 KiB. */
export const TIMEOUT_MS = 5_000;

/** Of an answer's body so much is kept; the rest is not read. */
export const KEPT_BYTES = 16 * 1024;

export interface Post {
  readonly target: Target;
  readonly deliveryId: string;
  readonly type: string;
  readonly body: string;
}

export interface SenderOptions {
  readonly connections: Connections;
  readonly deadlines: Deadlines;
  readonly userAgent: string;
  /** Milliseconds; TIMEOUT_MS but in tests. */
  readonly timeoutMs?: number;
}

/** Makes one POST at `startedAt` (ms since 1970) and calls `done` once, whatever happens; it never throws. */
export type Send = (post: Post, startedAt: number, done: Done) => void;

type Done = (result: Exchange | Exhausted) => void;

export const openSender =
  ({ connections, deadlines, userAgent, timeoutMs = TIMEOUT_MS }: SenderOptions): Send =>
  (post, startedAt, done) => {
    const { target, body } = post;
    const deliveryId = publicDeliveryId(post.deliveryId);
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": userAgent,
      "X-AviationAlley-Event": post.type,
      "X-AviationAlley-Delivery": deliveryId,
      ...signatureHeaders({
        keys: target.keysAt(new Date(startedAt).toISOString()),
        deliveryId,
        timestamp: Math.floor(startedAt / 1000),
        body,
      }),
    };
    const exchange = new Exchanging(startedAt, timeoutMs, redacted(headers, target), target.headers, deadlines, done);
    if (isForbidden(target.url)) {
      exchange.end({ kind: "forbidden_destination", error: target.url.forbidden });
      return;
    }
    const { pathname, search } = target.url;
    const options: Dispatcher.DispatchOptions = {
      path: pathname + search,
      method: "POST",
      headers: flatOf(Object.entries(headers), target.headers),
      body,
    };
    deadlines.add(exchange);
    try {
      connections.of(target, target.url).dispatch(options, exchange);
    } catch (error) {
      exchange.end({ kind: "unsendable", error: messageOf(error) });
    }
  };

/** Names and values in turn, for undici. (`flat()` takes twice as long.) */
const flatOf = (...lists: readonly (readonly (readonly [name: string, value: string])[])[]): string[] => {
  const flat: string[] = [];
  for (const list of lists) for (const [name, value] of list) flat.push(name, value);
  return flat;
};

/** The headers as they are kept: those that an endpoint adds may hold credentials. */
const redacted = (headers: Readonly<Record<string, string>>, target: Target): string =>
  JSON.stringify(
    target.headers.length === 0
      ? headers
      : { ...headers, ...Object.fromEntries(target.headers.map(([name]) => [name, REDACTED])) },
  );

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** One exchange as undici's handler: bounded in time and in bytes, and over once. */
class Exchanging extends Timed implements Dispatcher.DispatchHandler {
  readonly deadline: number;
  readonly #startedAt: number;
  readonly #began = performance.now();
  readonly #requestHeaders: string;
  readonly #customHeaders: Target["headers"];
  readonly #deadlines: Deadlines;
  readonly #done: Done;
  readonly #timeoutMs: number;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  #responseHeaders: string | null = null;
  #chunks: Buffer[] = [];
  #kept = 0;
  #cut = false;
  #over = false;

  constructor(
    startedAt: number,
    timeoutMs: number,
    requestHeaders: string,
    customHeaders: Target["headers"],
    deadlines: Deadlines,
    done: Done,
  ) {
    super();
    this.deadline = this.#began + timeoutMs;
    this.#startedAt = startedAt;
    this.#timeoutMs = timeoutMs;
    this.#requestHeaders = requestHeaders;
    this.#customHeaders = customHeaders;
    this.#deadlines = deadlines;
    this.#done = done;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Too late already: it must not go out after it was settled.
    if (this.#over) controller.abort(new Error("its time is over"));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200 || this.#over) return;
    this.#status = status;
    this.#responseHeaders = JSON.stringify(headers);
    const after = headers["retry-after"];
    if (status === 429 || status === 503) this.#retryAfter = Array.isArray(after) ? after[0] : after;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    const room = KEPT_BYTES - this.#kept;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#kept += Math.min(chunk.length, room);
    if (chunk.length <= room) return;
    this.#cut = true;
    this.#answer();
    controller.abort(new Error("enough of it is kept"));
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (error instanceof ForbiddenDestination) this.end({ kind: "forbidden_destination", error: error.message });
    else if (isExhaustion(error)) this.#giveUp(messageOf(error));
    else if (isTimeout(error)) this.end({ kind: "timeout", error: messageOf(error) });
    else this.end({ kind: "unreachable", error: messageOf(error) });
  }

  expire(): void {
    this.end({ kind: "timeout", error: `No whole answer within ${this.#timeoutMs / 1000} seconds.` });
    this.#controller?.abort(new Error("its time is over"));
  }

  /** Ends it; false when it was over already. */
  #close(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#deadlines.delete(this);
    return true;
  }

  #giveUp(exhausted: string): void {
    if (this.#close()) this.#done({ exhausted });
  }

  end(outcome: Outcome): void {
    if (!this.#close()) return;
    const body = this.#kept === 0 ? null : Buffer.concat(this.#chunks).toString("utf8");
    this.#chunks = [];
    this.#done({
      outcome,
      startedAt: this.#startedAt,
      duration: performance.now() - this.#began,
      requestHeaders: this.#requestHeaders,
      responseHeaders: redact(this.#responseHeaders, this.#customHeaders),
      responseBody: redact(body, this.#customHeaders),
      responseCut: this.#cut,
    });
  }

  #answer(): void {
    const status = this.#status;
    if (status >= 200 && status < 300) this.end({ kind: "delivered", status });
    else if (status === 410) this.end({ kind: "gone", status });
    else
      this.end({
        kind: "refused",
        status,
        ...(this.#retryAfter === undefined ? {} : { retryAfter: this.#retryAfter }),
      });
  }
}

/** Our process, or our machine, has no descriptor left for a socket. */
const isExhaustion = (error: Error): boolean => "code" in error && (error.code === "EMFILE" || error.code === "ENFILE");

const isTimeout = (error: Error): boolean => {
  const code = "code" in error ? error.code : undefined;
  return code === "ETIMEDOUT" || code === "UND_ERR_CONNECT_TIMEOUT" || error.name === "TimeoutError";
};
