import { HOUR_MS } from "../../lib/time.ts";

/** The rest before and after a duty, in hours (14 CFR 117.25(e), 121.467(b)(2)). */
export const REST_HOURS = 10;
export const REST_MS = REST_HOURS * HOUR_MS;

/**
 * No duty period is longer, in hours: part 117 ends at 19 (table C), 121.467(b) at 20; the rest is for delays. Bounds
 * how far back the search for running duties must look.
 */
export const LONGEST_DUTY_HOURS = 36;
export const LONGEST_DUTY_MS = LONGEST_DUTY_HOURS * HOUR_MS;
