import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextDueOn } from "./recurrence.ts";

describe("a recurring item is due next", () => {
  test.each([
    ["in its base month, completed in the due month", "2026-06-30", "2026-06-02", 12, "2027-06-30"],
    ["in its base month, completed in the month before", "2026-06-30", "2026-05-01", 12, "2027-06-30"],
    ["in its base month, completed in the month after", "2026-06-30", "2026-07-31", 12, "2027-06-30"],
    ["over a change of year", "2026-12-15", "2027-01-31", 12, "2027-12-15"],
    ["over a change of year, early", "2026-01-15", "2025-12-01", 6, "2026-07-15"],
    ["counted from an earlier completion", "2026-06-30", "2026-04-30", 12, "2027-04-30"],
    ["counted from a later completion", "2026-06-30", "2026-08-01", 12, "2027-08-01"],
    ["in the same month of another year only when counted from it", "2025-06-30", "2026-06-30", 12, "2027-06-30"],
    ["at the end of a shorter month", "2026-08-31", "2026-08-20", 6, "2027-02-28"],
    ["on a leap day's eve", "2024-02-29", "2024-02-29", 12, "2025-02-28"],
    ["on a leap day", "2024-01-31", "2024-01-31", 1, "2024-02-29"],
    [
      "after its completion, also where the interval is as short as the grace",
      "2026-01-31",
      "2026-02-28",
      1,
      "2026-03-31",
    ],
    ["from its first completion where it had no date", null, "2026-05-12", 24, "2028-05-12"],
  ])("%s", (_, dueOn, completedOn, months, next) => {
    expect(nextDueOn(dueOn, completedOn, months)).toBe(next);
  });

  const date = fc
    .date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const months = fc.integer({ min: 1, max: 120 });

  test("after its completion, and never later than an interval and the grace", () => {
    fc.assert(
      fc.property(fc.option(date), date, months, (dueOn, completedOn, interval) => {
        const next = nextDueOn(dueOn, completedOn, interval);
        expect(next > completedOn).toBe(true);
        const [from, to] = [monthOf(completedOn), monthOf(next)];
        expect(to - from).toBeLessThanOrEqual(interval + 1);
      }),
    );
  });

  test("never earlier, the later it is completed around its due month", () => {
    fc.assert(
      fc.property(date, months, fc.integer({ min: -1, max: 1 }), (dueOn, interval, late) => {
        const completedOn = shifted(dueOn, late);
        const next = nextDueOn(dueOn, completedOn, interval);
        expect((monthOf(next) - monthOf(dueOn)) % interval).toBe(0);
      }),
    );
  });
});

const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

/** The first of the month that is so many months on. */
const shifted = (date: string, months: number): string => {
  const month = monthOf(date) - 1 + months;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
};
