import { MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
import { type Airport, AIRPORTS, distanceNm } from "./airports.ts";
import { type Calendar, createCalendar } from "./calendar.ts";
import type { Programme } from "./devices.ts";
import type { Period } from "./clients.ts";
import type { Random } from "./random.ts";
import { isNight } from "./sun.ts";
import { instantOf, type WallClock } from "./wall-clock.ts";

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

export interface Flying {
  random: Random;
  clock: WallClock;
  programmes: readonly Programme[];
  fleet: readonly AircraftDraft[];
  crew: readonly CrewDraft[];
  period: Period;
  now: number;
}

const DUTY_DAYS_A_MONTH = 3;

/** What the center's own crews flew, the oldest first. Each flight stands in both pilots' logs. */
export const planFlights = (flying: Flying): FlightPlan[] => {
  const { random, period } = flying;
  const calendar = createCalendar();
  const flights: FlightPlan[] = [];
  for (const pair of pairsOf(flying)) {
    const between = () => random.int(2, 60 / DUTY_DAYS_A_MONTH - 2);
    for (let day = period.from + between(); day < period.today; day += between())
      flights.push(...dutyDay(flying, calendar, pair, day));
  }
  return flights.toSorted((a, b) => a.blockOff.localeCompare(b.blockOff));
};

interface Pair {
  programme: Programme;
  captain: CrewDraft;
  copilot: CrewDraft;
}

/** Captains with a first officer of the same type each; who finds no partner does not fly. */
const pairsOf = ({ crew, programmes }: Flying): Pair[] =>
  programmes.flatMap((programme) => {
    const holders = crew.filter(({ aircraftTypes }) => aircraftTypes.includes(programme.type));
    const copilots = holders.filter(({ role }) => role === "FIRST_OFFICER");
    return holders
      .filter(({ role }) => role === "CAPTAIN")
      .flatMap((captain, index) => {
        const copilot = copilots[index];
        return copilot ? [{ programme, captain, copilot }] : [];
      });
  });

/** Out and back in an aircraft that nobody else has that day. */
const dutyDay = (flying: Flying, calendar: Calendar, pair: Pair, day: number): FlightPlan[] => {
  const { random, clock, fleet } = flying;
  const { programme, captain } = pair;
  const wholeDay = { from: clock.at(day, 0), to: clock.at(day, 24) };
  const idle = fleet.filter(({ type, tailNumber }) => type === programme.type && calendar.isFree(tailNumber, wholeDay));
  const home = AIRPORTS.find(({ icao }) => icao === `K${captain.base}`) ?? random.pick(AIRPORTS);
  const away = destination(random, programme, home);
  let off = clock.at(day, random.int(6, 14)) + random.int(0, 59) * MINUTE_MS;
  if (idle.length === 0) return [];
  const tail = random.pick(idle).tailNumber;
  calendar.take([tail], wholeDay);
  return [
    { from: home, to: away, captainFlies: day % 2 === 0 },
    { from: away, to: home, captainFlies: day % 2 !== 0 },
  ].flatMap((leg) => {
    const on = off + blockMinutes(random, programme, leg.from, leg.to) * MINUTE_MS;
    const flight = { ...leg, off, on, tail, type: programme.type };
    off = on + random.int(45, 100) * MINUTE_MS;
    return on < flying.now ? logged(random, flight, pair) : [];
  });
};

const LONGEST_LEG_HOURS = 3.2; // there and back stay within one duty period

const destination = (random: Random, { cruiseKnots }: Programme, home: Airport): Airport =>
  random.pick(
    AIRPORTS.filter((airport) => {
      const distance = distanceNm(home, airport);
      return distance > 50 && distance < cruiseKnots * LONGEST_LEG_HOURS;
    }),
  );

/** Cruise over the great circle, wind of the day, and 22 to 34 minutes for taxi, climb and approach. */
const blockMinutes = (random: Random, { cruiseKnots }: Programme, from: Airport, to: Airport): number =>
  Math.round((60 * distanceNm(from, to)) / (cruiseKnots * (0.94 + random.next() * 0.12))) + random.int(22, 34);

interface Flight {
  off: number;
  on: number;
  from: Airport;
  to: Airport;
  tail: string;
  type: string;
  captainFlies: boolean;
}

const REMARKS = [
  "ILS approach, ceiling 400 ft",
  "Deviations for weather",
  "RNAV (GPS) approach",
  "Line check",
  "De-iced",
];

const logged = (random: Random, flight: Flight, { captain, copilot }: Pair): FlightPlan[] => {
  const { off, on, from, to } = flight;
  const totalMinutes = (on - off) / MINUTE_MS;
  const entry = {
    date: instantOf(off).slice(0, 10),
    tailNumber: flight.tail,
    aircraftType: flight.type,
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
