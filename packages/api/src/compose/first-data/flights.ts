import { MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft, CrewRole } from "../../modules/crew/schema.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
import { type Airport, AIRPORTS, distanceNm } from "./airports.ts";
import type { Calendar } from "./calendar.ts";
import type { Period } from "./clients.ts";
import type { Programme } from "./devices.ts";
import { mayWork } from "./duty.ts";
import { type Flight, type FlightPlan, logged, type Pair } from "./logbook.ts";
import type { Random } from "./random.ts";
import type { WallClock } from "./wall-clock.ts";

export interface Flying {
  random: Random;
  clock: WallClock;
  /** With the sessions in it: who teaches that day does not fly. */
  calendar: Calendar;
  programmes: readonly Programme[];
  fleet: readonly AircraftDraft[];
  crew: readonly CrewDraft[];
  period: Period;
  now: number;
  /** Days from one duty day of a line crew to the next, on average. */
  lineEvery: number;
}

/** Instructors fly seldom, to stay current (14 CFR 142.53). */
const INSTRUCTORS_EVERY = 60;

/** What the center's own people flew, the oldest first. Each flight stands in both pilots' logs. */
export const planFlights = (flying: Flying): FlightPlan[] => {
  const { random, period, lineEvery } = flying;
  const days = [
    ...pairsOf(flying, "CAPTAIN", "FIRST_OFFICER").map((pair) => ({ pair, every: lineEvery })),
    ...pairsOf(flying, "INSTRUCTOR", "CHECK_INSTRUCTOR").map((pair) => ({ pair, every: INSTRUCTORS_EVERY })),
  ].flatMap(({ pair, every }) => {
    const between = () => random.int(2, 2 * every - 2);
    const own: { pair: Pair; day: number }[] = [];
    for (let day = period.from + between(); day < period.today; day += between()) own.push({ pair, day });
    return own;
  });
  return days
    .flatMap(({ pair, day }) => dutyDay(flying, pair, day))
    .toSorted((a, b) => a.blockOff.localeCompare(b.blockOff));
};

/** Pilots in command with a second pilot of the same type each; who finds no partner does not fly. */
const pairsOf = ({ crew, programmes }: Flying, first: CrewRole, second: CrewRole): Pair[] =>
  programmes.flatMap((programme) => {
    const holders = crew.filter(({ aircraftTypes }) => aircraftTypes.includes(programme.type));
    const copilots = holders.filter(({ role }) => role === second);
    return holders
      .filter(({ role }) => role === first)
      .flatMap((captain, index) => {
        const copilot = copilots[index];
        return copilot ? [{ programme, captain, copilot }] : [];
      });
  });

/** Out and back, if both are free and so is an aircraft. */
const dutyDay = ({ random, clock, fleet, calendar, now }: Flying, pair: Pair, day: number): FlightPlan[] => {
  const legs = outAndBack(random, pair, clock.at(day, random.int(6, 13)));
  const duty = { from: legs[0].off - REPORT_MINUTES * MINUTE_MS, to: legs[1].on + RELEASE_MINUTES * MINUTE_MS };
  const pilots = [pair.captain.employeeNumber, pair.copilot.employeeNumber];
  const idle = fleet.filter(
    ({ type, tailNumber }) => type === pair.programme.type && calendar.isFree(tailNumber, duty),
  );
  if (duty.to > now || idle.length === 0 || !pilots.every((pilot) => mayWork(calendar, pilot, duty))) return [];
  const { tailNumber } = random.pick(idle);
  calendar.take([tailNumber, ...pilots], duty);
  return legs.flatMap((leg) => logged(random, { ...leg, tail: tailNumber }, pair));
};

export const REPORT_MINUTES = 60;
export const RELEASE_MINUTES = 30;

type Leg = Omit<Flight, "tail">;

const outAndBack = (random: Random, { programme, captain }: Pair, earliest: number): [Leg, Leg] => {
  const home = AIRPORTS.find(({ icao }) => icao === `K${captain.base}`) ?? random.pick(AIRPORTS);
  const away = destination(random, programme, home);
  const captainFlies = random.chance(0.5);
  const leg = (from: Airport, to: Airport, off: number): Leg => ({
    from,
    to,
    off,
    on: off + blockMinutes(random, programme, from, to) * MINUTE_MS,
    captainFlies: captainFlies === (from === home),
  });
  const out = leg(home, away, earliest + random.int(0, 59) * MINUTE_MS);
  return [out, leg(away, home, out.on + random.int(45, 100) * MINUTE_MS)];
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
