import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "../../lib/time.ts";
import { delayAfter, nextAttemptIn, readRetryAfter, retryTable } from "./backoff.ts";

test("delays double from five seconds, and the last attempt falls on the 24 h mark", () => {
  const table = retryTable();
  expect(table.slice(0, 5).map(({ delay }) => delay / 1000)).toEqual([0, 5, 10, 20, 40]);
  expect(table.at(-1)?.at).toBe(DAY_MS);
  expect(table).toHaveLength(16);
});

test("the jitter is ±20 %, and nothing is scheduled beyond the mark", () => {
  const failed = fc.record({
    tries: fc.integer({ min: 1, max: 40 }),
    remainingBefore: fc.integer({ min: 1, max: DAY_MS }),
    spent: fc.integer({ min: 0, max: 6_000 }),
    retryAfter: fc.option(fc.integer({ min: 0, max: 2 * DAY_MS }), { nil: undefined }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  fc.assert(
    fc.property(failed, ({ spent, ...one }) => {
      const remainingNow = one.remainingBefore - spent;
      const next = nextAttemptIn({ ...one, remainingNow });
      if (next === undefined) throw new Error("time was left");
      const least = Math.max(delayAfter(one.tries) * 0.8, one.retryAfter ?? 0);
      const most = Math.max(delayAfter(one.tries) * 1.2, one.retryAfter ?? 0);
      expect(next).toBeGreaterThanOrEqual(Math.floor(Math.max(0, Math.min(least, remainingNow))));
      expect(next).toBeLessThanOrEqual(Math.ceil(Math.max(0, Math.min(most, remainingNow))));
    }),
  );
});

test("an attempt on the mark is the last", () => {
  expect(nextAttemptIn({ tries: 3, remainingBefore: 0, remainingNow: -5, random: 0 })).toBeUndefined();
});

test("an attempt that began before the mark and ended after it is followed by one on the mark", () => {
  expect(nextAttemptIn({ tries: 3, remainingBefore: 2_000, remainingNow: -3_000, random: 0 })).toBe(0);
});

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Wed, 21 Oct 2026 07:28:00 GMT", 28_000],
  ["Wednesday, 21-Oct-26 07:28:00 GMT", 28_000],
  ["Wed, 21 Oct 2020 07:28:00 GMT", 0],
  ["-5", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["2026", 2_026_000],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %j is %j ms", (header, ms) => {
  expect(readRetryAfter(header, Date.parse("2026-10-21T07:27:32Z"))).toBe(ms);
});
