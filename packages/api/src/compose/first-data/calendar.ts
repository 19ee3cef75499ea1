import { DAY_MS } from "../../lib/time.ts";

/** Milliseconds since 1970 UTC; `to` excluded. */
export interface Interval {
  from: number;
  to: number;
}

/** Who and what is taken when. Intervals are at most a day long. */
export interface Calendar {
  isFree(resource: string, interval: Interval): boolean;
  take(resources: readonly string[], interval: Interval): void;
  /** What was taken of a resource within a day before and after. */
  around(resource: string, interval: Interval): Interval[];
}

export const createCalendar = (): Calendar => {
  const days = new Map<string, Interval[]>(); // by resource and UTC day of the beginning
  const keyOf = (resource: string, day: number) => `${resource}/${day}`;
  const around = (resource: string, { from, to }: Interval): Interval[] => {
    const found: Interval[] = [];
    for (let day = Math.floor(from / DAY_MS) - 1; day <= Math.floor(to / DAY_MS) + 1; day += 1)
      found.push(...(days.get(keyOf(resource, day)) ?? []));
    return found;
  };
  return {
    around,
    isFree: (resource, interval) =>
      around(resource, interval).every((taken) => taken.to <= interval.from || interval.to <= taken.from),
    take(resources, interval) {
      for (const resource of resources) {
        const key = keyOf(resource, Math.floor(interval.from / DAY_MS));
        const taken = days.get(key);
        if (taken) taken.push(interval);
        else days.set(key, [interval]);
      }
    },
  };
};
