import { HOUR_MS } from "../../lib/time.ts";
import type { Calendar, Interval } from "./calendar.ts";

const LONGEST_DUTY_MS = 10 * HOUR_MS;
const REST_MS = 10 * HOUR_MS;

/** Whether a person may work then as well: never in two places, at most 10 h from first to last, 10 h of rest between. */
export const mayWork = (calendar: Calendar, person: string, interval: Interval): boolean =>
  calendar.around(person, interval).every((taken) => {
    if (taken.from < interval.to && interval.from < taken.to) return false;
    const gap = Math.max(interval.from - taken.to, taken.from - interval.to);
    const span = Math.max(interval.to, taken.to) - Math.min(interval.from, taken.from);
    return gap >= REST_MS || span <= LONGEST_DUTY_MS;
  });
