import { nextAttemptIn, readRetryAfter } from "./backoff.ts";
import type { Outcome } from "./outcome.ts";

/** What becomes of a delivery after an attempt. */
export type Verdict =
  | { readonly state: "DELIVERED" }
  | { readonly state: "PENDING"; readonly retryIn: number }
  | { readonly state: "FAILED" };

export interface Attempted {
  readonly outcome: Outcome;
  /** Attempts since it was made or reopened, this one included. */
  readonly tries: number;
  readonly remainingBefore: number;
  readonly remainingNow: number;
}

/** Judges an attempt. `now` (ms since 1970) is what a Retry-After date is read against; `random` is from 0 up to 1. */
export const judge = ({ outcome, ...failed }: Attempted, now: number, random: number): Verdict => {
  const again = (retryAfter?: number): Verdict => {
    const retryIn = nextAttemptIn({ ...failed, retryAfter, random });
    return retryIn === undefined ? { state: "FAILED" } : { state: "PENDING", retryIn };
  };
  switch (outcome.kind) {
    case "delivered":
      return { state: "DELIVERED" };
    case "refused":
      return again(readRetryAfter(outcome.retryAfter, now));
    // The endpoint is disabled, which holds what is pending: this one too, with the time that it has left.
    case "gone":
    case "timeout":
    case "unreachable":
    case "forbidden_destination":
    case "unsendable":
      return again();
  }
};
