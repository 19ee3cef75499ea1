/** What came of one POST: a closed set, settled in one exhaustive switch (verdict.ts). */
export type Outcome =
  /** Any 2xx. */
  | { readonly kind: "delivered"; readonly status: number }
  /** Another status; redirects too, which are not followed. `retryAfter` is the header as it came, of 429 and 503. */
  | { readonly kind: "refused"; readonly status: number; readonly retryAfter?: string }
  /** 410: the receiver wants no more. */
  | { readonly kind: "gone"; readonly status: 410 }
  /** No whole answer within 5 seconds from connecting. */
  | { readonly kind: "timeout"; readonly error: string }
  /** No connection, a broken one, or an answer that is not HTTP. */
  | { readonly kind: "unreachable"; readonly error: string }
  /** The destination guard refused the address. */
  | { readonly kind: "forbidden_destination"; readonly error: string }
  /** Nothing was sent: the endpoint's secret or the event could not be read. */
  | { readonly kind: "unsendable"; readonly error: string };

/** Why a delivery is FAILED without an attempt of its own. */
export type Unattempted = "circuit_open" | "endpoint_deleted";

/** An outcome and what is kept of the exchange. */
export interface Exchange {
  readonly outcome: Outcome;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** JSON objects as text; custom values are redacted. */
  readonly requestHeaders: string;
  readonly responseHeaders: string | null;
  /** At most 16 KiB, as text. */
  readonly responseBody: string | null;
  readonly responseCut: boolean;
}

/**
 * Nothing was sent, through no fault of the receiver's: this process may open no connection any more, or lacks the key
 * of a secret. Another may be able to.
 */
export interface Exhausted {
  readonly exhausted: string;
}

export const statusOf = (outcome: Outcome): number | null => ("status" in outcome ? outcome.status : null);

export const errorOf = (outcome: Outcome): string | null => ("error" in outcome ? outcome.error : null);
