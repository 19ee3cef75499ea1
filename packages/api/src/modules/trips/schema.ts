import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";
import { iata } from "../crew/schema.ts";

export const POSITIONS = ["CAPTAIN", "FIRST_OFFICER", "FLIGHT_ATTENDANT"] as const;
export const TRIP_ASSIGNMENTS = ["OPEN", "ASSIGNED"] as const;

export const LONGEST_TRIP_DAYS = 31;
const MOST_DUTIES = 40;

const position = z.enum(POSITIONS);
const assignment = z.enum(TRIP_ASSIGNMENTS);

const duty = z
  .object({
    reportAt: instant,
    releaseAt: instant.meta({ example: "2026-06-01T00:03:22.000Z" }),
    blockMinutes: count().meta({ description: "Scheduled flight time, block to block.", example: 385 }),
  })
  .meta({ id: "TripDuty", description: "A duty period: from reporting to release." });
export type TripDuty = z.infer<typeof duty>;

/** One crew position of a pairing as it is served and kept. */
export const trip = z
  .object({
    ...nounBase,
    number: storedText(20).meta({ example: "P4127" }),
    base: storedText(3).meta({ description: "Where it starts and ends, IATA.", example: "DEN" }),
    aircraftType: storedText(60).meta({ example: "B738" }),
    duties: z.array(duty).max(MOST_DUTIES),
    startsAt: instant.meta({ description: "The first report." }),
    endsAt: instant.meta({ description: "The last release.", example: "2026-06-03T00:03:22.000Z" }),
    crewMemberId: uuid.nullable().meta({ description: "Who flies it; null while it is open." }),
    position,
  })
  .meta({ id: "Trip", description: "One crew position of a trip (pairing)." });
export type Trip = z.infer<typeof trip>;

export const tripPage = pageOf(trip, "TripPage");

export const tripFilters = listInput({
  crewMemberId: uuid.optional(),
  assignment: listOf(assignment, TRIP_ASSIGNMENTS.length).optional(),
  position: listOf(position, POSITIONS.length).optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Trips that start at or after this instant." }),
  to: instantInput.optional().meta({ description: "Trips that start before this instant." }),
});

const changeable = {
  number: text(20).meta({ example: "P4127" }),
  base: iata,
  aircraftType: text(60).meta({ example: "B738" }),
  duties: z
    .array(z.strictObject({ reportAt: instantInput, releaseAt: instantInput, blockMinutes: count() }))
    .min(1)
    .max(MOST_DUTIES),
  position,
};

/** What a new trip is made from; open unless someone is named. */
export const tripDraft = z.strictObject({ ...changeable, crewMemberId: uuid.nullable().optional() });
export type TripDraft = z.output<typeof tripDraft>;

export const tripChange = z.strictObject(changeable).partial();
export type TripChange = z.output<typeof tripChange>;
