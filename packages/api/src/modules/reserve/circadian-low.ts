import { Temporal } from "temporal-polyfill";
import type { Instant, Zone } from "../../lib/time.ts";

/** The window of circadian low begins at 02:00 local and lasts through 05:59 (14 CFR 117.3). */
const BEGINS_AT = Temporal.PlainTime.from("02:00");

/**
 * The first instant after `instant` at which a window of circadian low begins in `zone`; where a clock change skips
 * 02:00, the first instant that exists after it.
 */
export const firstLowAfter = (instant: Instant, zone: Zone): Instant => {
  const from = Temporal.Instant.from(instant);
  const today = from.toZonedDateTimeISO(zone).toPlainDate();
  const begins = [0, 1, 2].map((days) => today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: BEGINS_AT }));
  const next = begins.find((begin) => Temporal.Instant.compare(begin.toInstant(), from) > 0);
  if (!next) throw new Error("No day is longer than 48 hours.");
  return new Date(next.epochMilliseconds).toISOString();
};
