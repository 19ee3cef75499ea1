import { expect, test } from "vitest";
import { aheadWords, daysOf, plusDays } from "./days.ts";

test("only a whole number of days, from one to ten years, moves a clock", () => {
  expect(["1", " 10 ", "3650"].map(daysOf)).toEqual([1, 10, 3650]);
  for (const typed of ["", "0", "3651", "1.5", "-1", "1e2", "ten", "12345"])
    expect(daysOf(typed), typed).toBeUndefined();
});

test("how far a clock is ahead is told in days and hours, and the seconds that a move took are no hour less", () => {
  expect(aheadWords(10 * 86_400)).toBe("10 days");
  expect(aheadWords(10 * 86_400 - 45)).toBe("10 days");
  expect(aheadWords(86_400 + 3_600)).toBe("1 day 1 hour");
  expect(aheadWords(5 * 3_600)).toBe("5 hours");
  expect(aheadWords(600)).toBe("10 minutes");
  expect(aheadWords(0)).toBeUndefined();
});

test("a day has 24 hours, where a zone's clocks change too", () => {
  expect(plusDays("2026-10-31T18:00:00.000Z", 2)).toBe("2026-11-02T18:00:00.000Z");
});
