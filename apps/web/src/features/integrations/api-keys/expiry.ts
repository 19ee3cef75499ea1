import { instantOf } from "../../../lib/zoned.ts";

/** How long a key lives, as it is chosen. */
export const EXPIRIES = [
  { value: "never", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "date", label: "On a date…" },
] as const;
export type Expiry = (typeof EXPIRIES)[number]["value"];

const DAY_MS = 86_400_000;

/**
 * The instant for the server, from a choice made at `now`; null for never. A date ("2027-01-31") ends with its last
 * minute in the center's zone; undefined for what is no date yet.
 */
export const expiresAt = (expiry: Expiry, date: string, now: number, zone: string): string | null | undefined => {
  if (expiry === "never") return null;
  if (expiry === "date") return instantOf(`${date}T23:59`, zone);
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
};
