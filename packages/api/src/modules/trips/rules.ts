import { fail, type Failure, type InputFault } from "../../lib/errors.ts";
import { DAY_MS, type Instant, MINUTE_MS, msBetween } from "../../lib/time.ts";
import { LONGEST_DUTY_HOURS, LONGEST_DUTY_MS } from "../crew/rules.ts";
import type { CrewMember } from "../crew/schema.ts";
import { LONGEST_TRIP_DAYS, type Trip, type TripDuty } from "./schema.ts";

/** What is wrong with a trip's duties: each must last, fly no longer than it lasts, and follow the one before. */
export const dutyFaults = (duties: readonly TripDuty[]): InputFault[] => {
  const faults = duties.flatMap((duty, index) => faultsOf(duty, duties[index - 1], `duties.${index}`));
  const { startsAt, endsAt } = spanOf(duties);
  if (msBetween(startsAt, endsAt) > LONGEST_TRIP_DAYS * DAY_MS)
    faults.push({ path: "duties", message: `must lie within ${LONGEST_TRIP_DAYS} days` });
  return faults;
};

const faultsOf = (
  { reportAt, releaseAt, blockMinutes }: TripDuty,
  before: TripDuty | undefined,
  path: string,
): InputFault[] => {
  const length = msBetween(reportAt, releaseAt);
  const faults: InputFault[] = [];
  if (length <= 0) faults.push({ path: `${path}.releaseAt`, message: "must be after reportAt" });
  if (length > LONGEST_DUTY_MS)
    faults.push({ path: `${path}.releaseAt`, message: `must be at most ${LONGEST_DUTY_HOURS} hours after reportAt` });
  if (length > 0 && blockMinutes * MINUTE_MS > length)
    faults.push({ path: `${path}.blockMinutes`, message: "must not exceed the duty's length" });
  if (before && reportAt < before.releaseAt)
    faults.push({ path: `${path}.reportAt`, message: "must not be before the release from the duty before" });
  return faults;
};

/** A new trip starts in the future; imports may bring the past. */
export const startFaults = (startsAt: Instant, now: Instant): InputFault[] =>
  startsAt > now
    ? []
    : [{ path: "duties.0.reportAt", message: `must be in the future; the center's clock shows ${now}` }];

/** From the first report to the last release. */
export const spanOf = (duties: readonly TripDuty[]): Pick<Trip, "startsAt" | "endsAt"> => {
  const [first, last] = [duties[0], duties.at(-1)];
  if (!first || !last) throw new RangeError("A trip has at least one duty.");
  return { startsAt: first.reportAt, endsAt: last.releaseAt };
};

/** What a person lacks for a trip, by the field of the trip that they do not meet. */
export interface Lack {
  field: "position" | "aircraftType" | "base";
  message: string;
}

type Qualified = Pick<CrewMember, "role" | "aircraftTypes" | "base">;

/** A trip is flown in one's own position, on a type that one is qualified on, from one's own base. */
export const lacks = (trip: Pick<Trip, "position" | "aircraftType" | "base">, member: Qualified): Lack[] => {
  const found: Lack[] = [];
  if (member.role !== trip.position)
    found.push({ field: "position", message: `is a position for ${trip.position}; the crew member is ${member.role}` });
  if (!member.aircraftTypes.includes(trip.aircraftType))
    found.push({
      field: "aircraftType",
      message: `is flown on ${trip.aircraftType}, a type that the crew member is not qualified on`,
    });
  if (member.base !== trip.base)
    found.push({ field: "base", message: `starts at ${trip.base}; the crew member's base is ${member.base}` });
  return found;
};

export const unqualified = (found: readonly Lack[]): Failure =>
  fail("conflict", `The trip ${found.map(({ message }) => message).join("; it ")}. Choose another crew member.`, {
    errors: found.map(({ field, message }) => ({ path: field, message })),
  });
