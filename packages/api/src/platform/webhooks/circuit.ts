import { DAY_MS } from "../../lib/time.ts";

/** An endpoint's consecutive failures after which it is backed off as a whole: one probe at a time, and only they count. */
export const OPEN_AFTER = 10;

/** Between probes: 5 s, doubling up to 5 min. Short enough that a receiver that came back is noticed soon. */
export const FIRST_PROBE_SECONDS = 5;
export const LONGEST_PROBE_SECONDS = 300;

/** An endpoint whose attempts, at least OPEN_AFTER, all failed over this time is disabled, after a day's warning. */
export const DISABLE_AFTER_MS = 5 * DAY_MS;
export const WARN_AFTER_MS = 4 * DAY_MS;
