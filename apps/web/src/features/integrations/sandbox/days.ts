const HOUR_S = 3_600;
const DAY_MS = 86_400_000;

/** As far as a sandbox goes ahead of the real time. */
const MOST_DAYS = 3_650;

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? "" : "s"}`;

/** What was typed as a number of days; undefined for what is none that a clock is moved by. */
export const daysOf = (typed: string): number | undefined => {
  const days = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
};

export const daysWords = (days: number): string => count(days, "day");

/** How far a clock is ahead: "10 days", "10 days 3 hours". A move takes a while, which is no hour. */
export const aheadWords = (seconds: number): string | undefined => {
  const hours = Math.round(seconds / HOUR_S);
  if (hours === 0) return seconds < 60 ? undefined : count(Math.round(seconds / 60), "minute");
  const parts = [
    { value: Math.floor(hours / 24), unit: "day" },
    { value: hours % 24, unit: "hour" },
  ];
  return parts.flatMap(({ value, unit }) => (value === 0 ? [] : count(value, unit))).join(" ");
};

/** Days have 24 hours, whatever a zone's wall clocks do meanwhile. */
export const plusDays = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();
