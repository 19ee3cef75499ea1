import { DAY_MS, type Instant, plusMs } from "../../../lib/time.ts";

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
/** What a spreadsheet program makes of a date in the United States, where ForeFlight is at home. */
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** YYYY-MM-DD, also from M/D/YYYY; undefined where there is no such day. */
export const readDate = (text: string): string | undefined => {
  const iso = ISO_DATE.exec(text);
  const us = US_DATE.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3], us[1], us[2]] : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : undefined;
};

const CLOCK = /^([01]?\d|2[0-3]):?([0-5]\d)(?::[0-5]\d)?$/;

/** The instant of a clock time (`14:05`, `1405`, `9:05`) in UTC on a date; undefined for what is no clock time. */
export const clockOn = (date: string, text: string): Instant | undefined => {
  const clock = CLOCK.exec(text);
  if (!clock) return undefined;
  return `${date}T${(clock[1] ?? "").padStart(2, "0")}:${clock[2]}:00.000Z`;
};

/** A clock time earlier than the start is of the next day: the flight went past midnight. */
export const following = (start: Instant, end: Instant): Instant => (end < start ? plusMs(end, DAY_MS) : end);
