import { Temporal } from "temporal-polyfill";
import type { PlainDate } from "../../lib/time.ts";

/** A month of the calendar, YYYY-MM; such texts compare as months do. */
export type Month = string;

export const monthOf = (date: PlainDate): Month => date.slice(0, 7);

export const plusMonths = (month: Month, months: number): Month =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();

export const firstDay = (month: Month): PlainDate => `${month}-01`;

export const lastDay = (month: Month): PlainDate => {
  const day = Temporal.PlainYearMonth.from(month);
  return day.toPlainDate({ day: day.daysInMonth }).toString();
};
