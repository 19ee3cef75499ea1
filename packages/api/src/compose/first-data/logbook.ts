import { MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { Airport } from "./airports.ts";
import type { Programme } from "./devices.ts";
import type { Random } from "./random.ts";
import { isNight } from "./sun.ts";
import { instantOf } from "./wall-clock.ts";

/** A flight in one person's log, before the person has an id. */
export interface FlightPlan {
  /** An employee number. */
  person: string;
  date: string;
  tailNumber: string;
  aircraftType: string;
  departure: string;
  arrival: string;
  blockOff: string;
  blockOn: string;
  totalMinutes: number;
  picMinutes: number;
  sicMinutes: number;
  nightMinutes: number;
  instrumentMinutes: number;
  dayLandings: number;
  nightLandings: number;
  remarks: string | null;
}

/** Two who fly together, and what. */
export interface Pair {
  programme: Programme;
  captain: CrewDraft;
  copilot: CrewDraft;
}

/** One flight, block to block in milliseconds since 1970 UTC. */
export interface Flight {
  off: number;
  on: number;
  from: Airport;
  to: Airport;
  tail: string;
  captainFlies: boolean;
}

const REMARKS = [
  "ILS approach, ceiling 400 ft",
  "Deviations for weather",
  "RNAV (GPS) approach",
  "Line check",
  "De-iced",
];

/** The entry in each pilot's log; whoever flew it has the landing. */
export const logged = (random: Random, flight: Flight, { programme, captain, copilot }: Pair): FlightPlan[] => {
  const { off, on, from, to } = flight;
  const totalMinutes = (on - off) / MINUTE_MS;
  const entry = {
    date: instantOf(off).slice(0, 10),
    tailNumber: flight.tail,
    aircraftType: programme.type,
    departure: from.icao,
    arrival: to.icao,
    blockOff: instantOf(off),
    blockOn: instantOf(on),
    totalMinutes,
    nightMinutes: nightMinutesOf(flight),
    instrumentMinutes: random.chance(0.35) ? random.int(5, Math.min(60, totalMinutes)) : 0,
    remarks: random.chance(0.12) ? random.pick(REMARKS) : null,
  };
  const landing = (flies: boolean) => ({
    dayLandings: flies && !isNight(on, to) ? 1 : 0,
    nightLandings: flies && isNight(on, to) ? 1 : 0,
  });
  return [
    {
      ...entry,
      person: captain.employeeNumber,
      picMinutes: totalMinutes,
      sicMinutes: 0,
      ...landing(flight.captainFlies),
    },
    {
      ...entry,
      person: copilot.employeeNumber,
      picMinutes: 0,
      sicMinutes: totalMinutes,
      ...landing(!flight.captainFlies),
    },
  ];
};

/** Minute by minute along the way; a straight line between the two places is near enough for the sun. */
const nightMinutesOf = ({ off, on, from, to }: Flight): number => {
  let minutes = 0;
  for (let at = off; at < on; at += MINUTE_MS) {
    const done = (at - off) / (on - off);
    const latitude = from.latitude + done * (to.latitude - from.latitude);
    const longitude = from.longitude + done * (to.longitude - from.longitude);
    if (isNight(at, { latitude, longitude })) minutes += 1;
  }
  return minutes;
};
