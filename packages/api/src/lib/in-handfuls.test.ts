import { expect, test, vi } from "vitest";
import { inHandfuls } from "./in-handfuls.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("without time everything goes at once, and nothing makes no call", () => {
  const calls: (readonly number[])[] = [];
  inHandfuls(upTo(1_000), 0, (some) => calls.push(some));
  inHandfuls(upTo(0), 500, (some) => calls.push(some));
  expect(calls).toEqual([upTo(1_000)]);
});

test.each([1, 10, 11, 200, 201, 4_321])(
  "%i in twenty handfuls at most, each once and in order, within the time",
  (count) => {
    vi.useFakeTimers();
    try {
      const calls: (readonly number[])[] = [];
      inHandfuls(upTo(count), 500, (some) => calls.push(some));
      expect(calls).toHaveLength(1);
      vi.advanceTimersByTime(500);
      expect(calls.flat()).toEqual(upTo(count));
      expect(calls.length).toBeLessThanOrEqual(20);
    } finally {
      vi.useRealTimers();
    }
  },
);
