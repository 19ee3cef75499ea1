import { Temporal } from "temporal-polyfill";
import { DAY_MS, type Instant, localDate, type PlainDate, type Zone } from "../../lib/time.ts";

/** Calendar days are numbered from 1970-01-01, so that schedules can count with them. */
export type Day = number;

export const dayOf = (date: PlainDate): Day => Math.floor(Date.parse(date) / DAY_MS);

export const dateOf = (day: Day): PlainDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekday = (day: Day): number => (day + 4) % 7; // 1970-01-01 was a Thursday

export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** What the clock on the center's wall shows, as milliseconds since 1970 UTC. */
export interface WallClock {
  /** The local date at an instant. */
  day(ms: number): Day;
  /** The instant at which the clock shows this hour (24 and more are the next day) of this day. */
  at(day: Day, hour: number): number;
}

export const createWallClock = (zone: Zone): WallClock => {
  const known = new Map<string, number>(); // a conversion takes 20 µs, and a schedule asks for the same few often
  const convert = (day: Day, hour: number): number => {
    const midnight = Temporal.PlainDate.from(dateOf(day)).toPlainDateTime();
    return midnight.add({ minutes: Math.round(hour * 60) }).toZonedDateTime(zone).epochMilliseconds;
  };
  return {
    day: (ms) => dayOf(localDate(instantOf(ms), zone)),
    at(day, hour) {
      const key = `${day}/${hour}`;
      const ms = known.get(key) ?? convert(day, hour);
      known.set(key, ms);
      return ms;
    },
  };
};
