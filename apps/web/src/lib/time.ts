import { zoneFormat } from "./zone-format.ts";

const formatOf = zoneFormat("en-GB", {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** "31 May 2026, 14:03:22" in an IANA zone. */
export const dateTime = (at: string, zone: string): string => formatOf(zone).format(new Date(at));

export const utc = (at: string): string => dateTime(at, "UTC");

// Not "yesterday", "tomorrow": those are days of a calendar, and what is counted here are whole spans of 24 hours.
const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

const UNITS = [
  { unit: "year", ms: 365 * 86_400_000 },
  { unit: "month", ms: 30 * 86_400_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
  { unit: "second", ms: 1_000 },
] as const;

/** "3 minutes ago", "in 2 hours"; under five seconds either way it is "now". */
export const relative = (difference: number): string => {
  if (Math.abs(difference) < 5_000) return "now";
  const { unit, ms } = UNITS.find((one) => Math.abs(difference) >= one.ms) ?? { unit: "second", ms: 1_000 };
  return words.format(Math.trunc(difference / ms), unit);
};

const two = (value: number): string => String(value).padStart(2, "0");

/** What is left, to the second: "2 h 05 min", "4 min 09 s", "12 s"; "now" when nothing is. */
export const clockTime = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 0) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${two(Math.floor((seconds % 3_600) / 60))} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
};

/** "84 ms", "1.2 s", "3 min". */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
};
