import { Temporal } from "temporal-polyfill";

/** ISO 8601 in UTC with milliseconds; such texts compare as instants do. */
export type Instant = string;
/** YYYY-MM-DD; such texts compare as dates do. */
export type PlainDate = string;
/** An IANA name, e.g. `America/Denver`. */
export type Zone = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const plusMs = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

export const msBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

/** The calendar date that a clock on a wall in `zone` shows at `instant`. */
export const localDate = (instant: Instant, zone: Zone): PlainDate =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The first instant of `date` in `zone`; where a clock change skips midnight, the first instant that exists. */
export const startOfDay = (date: PlainDate, zone: Zone): Instant =>
  new Date(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds).toISOString();

export const plusDays = (date: PlainDate, days: number): PlainDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

export const LAST_DATE: PlainDate = "9999-12-31";

/** Where a span of dates ends that includes `last`: spans end before their `to`. Null, no end, on the last date there is. */
export const afterDay = (last: PlainDate): PlainDate | null => (last === LAST_DATE ? null : plusDays(last, 1));

/** Whether this is an IANA name. An offset such as +05:00 is none: PostgreSQL reads its sign the other way round. */
export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
