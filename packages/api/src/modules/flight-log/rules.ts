import type { InputFault } from "../../lib/errors.ts";
import { type Instant, MINUTE_MS, msBetween, type PlainDate, plusDays } from "../../lib/time.ts";
import type { Flight } from "./schema.ts";

/** What an entry says of the flight itself. */
export type Logged = Pick<
  Flight,
  "date" | "blockOff" | "blockOn" | "totalMinutes" | "picMinutes" | "sicMinutes" | "nightMinutes" | "instrumentMinutes"
>;

/**
 * What is wrong with an entry. `now` is the center's clock: a flight can be logged once it has begun, wherever on
 * Earth, so its date is at most tomorrow's in UTC.
 */
export const flightFaults = (flight: Logged, now: Instant): InputFault[] => [
  ...partFaults(flight),
  ...blockFaults(flight, now),
  ...(flight.date > plusDays(dateOf(now), 1)
    ? [{ path: "date", message: `must not be in the future; the center's clock shows ${now}` }]
    : []),
];

const PARTS = ["picMinutes", "sicMinutes", "nightMinutes", "instrumentMinutes"] as const;

const partFaults = (flight: Logged): InputFault[] => {
  const total = flight.totalMinutes;
  const parts = PARTS.filter((part) => flight[part] > total).map((path) => ({
    path,
    message: `must not exceed totalMinutes (${total})`,
  }));
  if (parts.length === 0 && flight.picMinutes + flight.sicMinutes > total)
    return [{ path: "sicMinutes", message: `must not exceed totalMinutes (${total}) together with picMinutes` }];
  return parts;
};

/** Block times are optional, as old logbooks lack them; where they are given the total fits between them. */
const blockFaults = ({ date, blockOff, blockOn, totalMinutes }: Logged, now: Instant): InputFault[] => {
  if (blockOff === null && blockOn === null) return [];
  if (blockOff === null) return [{ path: "blockOff", message: "is required beside blockOn" }];
  if (blockOn === null) return [{ path: "blockOn", message: "is required beside blockOff" }];
  if (blockOn <= blockOff) return [{ path: "blockOn", message: "must be after blockOff" }];
  if (blockOn > now)
    return [{ path: "blockOn", message: `must not be in the future; the center's clock shows ${now}` }];
  const block = Math.ceil(msBetween(blockOff, blockOn) / MINUTE_MS);
  if (totalMinutes > block)
    return [{ path: "totalMinutes", message: `must not exceed the ${block} minutes from blockOff to blockOn` }];
  // Local dates differ from UTC's by a day at most.
  return dateOf(blockOff) < plusDays(date, -1) || dateOf(blockOff) > plusDays(date, 1)
    ? [{ path: "blockOff", message: `must be on the flight's date, ${date}, in some time zone` }]
    : [];
};

const dateOf = (instant: Instant): PlainDate => instant.slice(0, 10);
