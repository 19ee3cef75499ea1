import { DAY_MS } from "../../lib/time.ts";

/** How long a delivery is tried: until this long after it was made or reopened, by its endpoint's clock. */
export const RETRY_FOR_MS = DAY_MS;

const FIRST_DELAY_MS = 5_000;

/** Each delay is spread over ±20 %, so that what failed together does not come back together. */
const JITTER = 0.2;

/** The delay after the n-th failure (from 1) without jitter, in milliseconds: 5 s, 10 s, 20 s … */
export const delayAfter = (failures: number): number => FIRST_DELAY_MS * 2 ** (failures - 1);

export interface Failed {
  /** Attempts since it was made or reopened, this one included. */
  readonly tries: number;
  /** Milliseconds to the 24 h mark, when this attempt began and now. */
  readonly remainingBefore: number;
  readonly remainingNow: number;
  /** What the receiver asked for, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** From 0 up to 1. */
  readonly random: number;
}

/**
 * Milliseconds until the next attempt; undefined where this was the last. The delay doubles; the receiver's
 * `Retry-After` is a minimum; neither goes beyond the 24 h mark, on which the last attempt falls.
 */
export const nextAttemptIn = (failed: Failed): number | undefined => {
  if (failed.remainingBefore <= 0) return undefined;
  const delay = delayAfter(failed.tries) * (1 - JITTER + 2 * JITTER * failed.random);
  return Math.round(Math.max(0, Math.min(Math.max(delay, failed.retryAfter ?? 0), failed.remainingNow)));
};

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from `now`; undefined where it says nothing sensible. */
export const readRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Only the date forms of HTTP: Date.parse alone would take "3" or "2026" for a year.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};

/** One row of the published table: the n-th attempt, and when it is made without jitter, in ms after the first. */
export interface ScheduledAttempt {
  readonly attempt: number;
  readonly delay: number;
  readonly at: number;
}

/** Every attempt of a delivery that always fails at once: what the docs show. */
export const retryTable = (): ScheduledAttempt[] => {
  const table: ScheduledAttempt[] = [{ attempt: 1, delay: 0, at: 0 }];
  for (let at = 0; ;) {
    const remaining = RETRY_FOR_MS - at;
    const tries = table.length;
    const delay = nextAttemptIn({ tries, remainingBefore: remaining, remainingNow: remaining, random: 0.5 });
    if (delay === undefined) return table;
    at += delay;
    table.push({ attempt: tries + 1, delay, at });
  }
};
