import { Temporal } from "temporal-polyfill";
import type { PlainDate } from "../../lib/time.ts";

/** How many months before or after the due month a completion still counts as made in it. */
const GRACE_MONTHS = 1;

/**
 * When a recurring item that was due on `dueOn` (null: at no date yet) is due next, after its completion on
 * `completedOn`. A completion in the due month, the month before it or the month after it keeps the base month: the
 * next date is counted from the due date. Any other moves it: counted from the completion. Always after the completion,
 * also where the interval is as short as the grace.
 */
export const nextDueOn = (dueOn: PlainDate | null, completedOn: PlainDate, months: number): PlainDate => {
  const base = dueOn !== null && Math.abs(monthsBetween(dueOn, completedOn)) <= GRACE_MONTHS ? dueOn : completedOn;
  // From the base each time, so that the 31st is the 31st again after a February.
  for (let count = 1; ; count++) {
    const next = plusMonths(base, count * months);
    if (next > completedOn) return next;
  }
};

const plusMonths = (date: PlainDate, months: number): PlainDate =>
  Temporal.PlainDate.from(date).add({ months }).toString();

/** Whole calendar months from the month of one date to that of another. */
const monthsBetween = (from: PlainDate, to: PlainDate): number => monthOf(to) - monthOf(from);

const monthOf = (date: PlainDate): number => {
  const { year, month } = Temporal.PlainDate.from(date);
  return year * 12 + month;
};
