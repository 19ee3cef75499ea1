import type { Gain } from "./limits.ts";
import type { Duty } from "./roster.ts";

const MINUTE = 60_000;
const DAY = 24 * 60;

/**
 * The legality check once more, in the plainest way there is: an array with an entry per minute, and every window at
 * every minute. Times must be whole minutes, and the zone is UTC. For tests only.
 */
export const refusedRules = ({ trip, others }: Gain, who: "pilot" | "attendant"): string[] => {
  const all = [...others.flatMap(({ duties }) => duties), ...trip.duties];
  const from = Math.min(trip.start, ...others.map(({ start }) => start)) / MINUTE - 70 * DAY;
  const until = Math.max(trip.end, ...others.map(({ end }) => end)) / MINUTE + 70 * DAY;
  const minute = (instant: number): number => instant / MINUTE - from;
  const size = until - from;
  const [start, end] = [minute(trip.start), minute(trip.end)];
  const rules = new Set<string>();

  const taken = new Uint8Array(size);
  for (const one of others) taken.fill(1, minute(one.start), minute(one.end));
  if (taken.subarray(start, end).includes(1)) rules.add("OVERLAP");

  const busy = new Uint8Array(size);
  for (const one of all) busy.fill(1, minute(one.start), minute(one.end));

  const required = (one: Duty): number =>
    who === "attendant" && one.end - one.start > 14 * 60 * MINUTE ? 12 * 60 : 10 * 60;
  const own = new Set(trip.duties);
  for (const one of all)
    for (let at = minute(one.end); at < minute(one.end) + required(one); at++)
      for (const next of all)
        if (next !== one && minute(next.start) === at && (own.has(one) || own.has(next))) rules.add("REST");

  /** A run of that many free minutes within [first, last). */
  const free = (first: number, last: number, wanted: number): boolean => {
    let run = 0;
    for (let at = first; at < last; at++) {
      run = busy[at] === 1 ? 0 : run + 1;
      if (run >= wanted) return true;
    }
    return false;
  };

  if (who === "attendant") {
    if (trip.duties.some((one) => one.end - one.start > 20 * 60 * MINUTE)) rules.add("DUTY_LENGTH");
    for (let midnight = 0; midnight + 7 * DAY < size; midnight++) {
      const touches = midnight < end && midnight + 7 * DAY > start;
      if (touches && (midnight + from) % DAY === 0 && !free(midnight, midnight + 7 * DAY, DAY))
        rules.add("TIME_FREE_OF_DUTY");
    }
    return [...rules].toSorted();
  }

  const week = 168 * 60;
  const month = 672 * 60;
  for (const one of all) {
    const begin = minute(one.start);
    if (begin >= start && begin < end + week && !free(begin - week, begin, 30 * 60)) rules.add("TIME_FREE_OF_DUTY");
  }

  const onFlightDuty = new Uint8Array(size);
  for (const one of all) if (one.flight) onFlightDuty.fill(1, minute(one.start), minute(one.end));
  for (const [span, most] of [
    [week, 60 * 60],
    [month, 190 * 60],
  ] as const) {
    let sum = 0;
    for (let at = start - span; at < start; at++) sum += onFlightDuty[at] ?? 0;
    for (let first = start - span; first <= end; first++) {
      if (sum > most) rules.add("DUTY_HOURS");
      sum += (onFlightDuty[first + span] ?? 0) - (onFlightDuty[first] ?? 0);
    }
  }

  // Where in a duty the flight lies is not known: whatever of the duty is in the window may be flight.
  const flights = all
    .filter(({ flightMs }) => flightMs > 0)
    .map((one) => ({ start: minute(one.start), end: minute(one.end), most: one.flightMs / MINUTE }));
  for (let first = start - month; first <= end; first++) {
    let sum = 0;
    for (const one of flights) {
      const inside = Math.min(one.end, first + month) - Math.max(one.start, first);
      if (inside > 0) sum += Math.min(one.most, inside);
    }
    if (sum > 100 * 60) rules.add("FLIGHT_HOURS");
  }
  return [...rules].toSorted();
};
