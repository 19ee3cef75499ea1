import { z } from "zod";
import { listInput, pageOf, search } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, plainDate, storedText, text, uuid } from "../../lib/schemas.ts";

/** Minutes of one flight; a whole day is more than any. */
const minutes = count().max(24 * 60);

const times = {
  totalMinutes: minutes.meta({ description: "Flight time; the other times are parts of it.", example: 145 }),
  picMinutes: minutes.meta({ description: "As pilot in command.", example: 145 }),
  sicMinutes: minutes.meta({ description: "As second in command.", example: 0 }),
  nightMinutes: minutes.meta({ example: 30 }),
  instrumentMinutes: minutes.meta({ description: "Actual and simulated instrument conditions.", example: 60 }),
};

const landings = {
  dayLandings: count().max(1000).meta({ example: 1 }),
  nightLandings: count().max(1000).meta({ example: 0 }),
};

const userId = uuid.meta({ description: "Whose flight it is: the `userId` of a crew member." });

/** A flight of one person as the API serves it and as the database keeps it. */
export const flight = z
  .object({
    ...nounBase,
    userId,
    date: plainDate.meta({ description: "The date by which the flight is logged." }),
    tailNumber: storedText(10).meta({ example: "N482TC" }),
    aircraftType: storedText(60).meta({ example: "B738" }),
    departure: storedText(4).meta({ description: "ICAO location indicator.", example: "KDEN" }),
    arrival: storedText(4).meta({ description: "ICAO location indicator.", example: "KSEA" }),
    blockOff: instant.nullable(),
    blockOn: instant.nullable().meta({ example: "2026-05-31T16:28:22.000Z" }),
    ...times,
    ...landings,
    remarks: storedText(2000).nullable().meta({ example: "ILS 16R to minimums" }),
  })
  .meta({ id: "Flight", description: "An entry of the flight log: one flight of one person." });
export type Flight = z.infer<typeof flight>;

export const flightPage = pageOf(flight, "FlightPage");

export const flightFilters = listInput({
  userId: userId.optional(),
  search: search.optional(),
  from: plainDate.optional().meta({ description: "Flights on or after this date." }),
  to: plainDate.optional().meta({ description: "Flights on or before this date." }),
});

/** Four letters (ICAO); a field without an ICAO indicator goes by its national one, which has a digit: 1G5, WI14. */
const airport = z
  .string()
  .regex(/^(?:[A-Z]{4}|(?=.*\d)[A-Z0-9]{3,4})$/, "must be an ICAO location indicator in upper case, e.g. KDEN");

const changeable = {
  date: plainDate,
  tailNumber: text(10).regex(/^[A-Z0-9][A-Z0-9-]*$/, "must be a registration in upper case, e.g. N123AA or D-AIBC"),
  aircraftType: text(60),
  departure: airport.meta({ example: "KDEN" }),
  arrival: airport.meta({ example: "KSEA" }),
  totalMinutes: times.totalMinutes,
};

const optional = {
  blockOff: instantInput.nullable(),
  blockOn: instantInput.nullable(),
  picMinutes: times.picMinutes,
  sicMinutes: times.sicMinutes,
  nightMinutes: times.nightMinutes,
  instrumentMinutes: times.instrumentMinutes,
  ...landings,
  remarks: text(2000).nullable(),
};

/** What a new entry is made from; times and landings that are left out are zero. */
export const flightDraft = z.strictObject({ userId, ...changeable, ...z.object(optional).partial().shape });
export type FlightDraft = z.output<typeof flightDraft>;

/** A correction: the fields given are replaced, null clears. Whose flight it is cannot change. */
export const flightCorrection = z.strictObject({ ...changeable, ...optional }).partial();
export type FlightCorrection = z.output<typeof flightCorrection>;

/** The entry as it was before a correction, and when it was corrected. */
export const correctedFlight = z.object({ correctedAt: instant, replaced: flight });
export type CorrectedFlight = z.infer<typeof correctedFlight>;
