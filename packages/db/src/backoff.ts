/** Milliseconds to wait before the n-th try again (from 0): doubling, jittered so that many nodes do not come at once. */
export const backoff = (attempt: number, first: number, longest: number): number =>
  Math.min(longest, first * 2 ** Math.min(attempt, 20)) * (0.5 + Math.random() / 2);
