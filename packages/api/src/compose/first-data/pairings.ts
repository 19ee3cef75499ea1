import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { Trip, TripDraft, TripDuty } from "../../modules/trips/schema.ts";
import type { Calendar, Interval } from "./calendar.ts";
import type { Period } from "./clients.ts";
import { mayWork } from "./duty.ts";
import { RELEASE_MINUTES, REPORT_MINUTES } from "./flights.ts";
import type { FlightPlan } from "./logbook.ts";
import { AIRLINERS } from "./people.ts";
import type { Random } from "./random.ts";
import { type Day, instantOf, type WallClock } from "./wall-clock.ts";

/** A trip that its crew member's employee number stands in. */
export interface TripPlan extends Omit<TripDraft, "crewMemberId"> {
  crewMember: string | null;
}

export interface Rostering {
  random: Random;
  clock: WallClock;
  /** With sessions and flights in it. */
  calendar: Calendar;
  crew: readonly CrewDraft[];
  flights: readonly FlightPlan[];
  period: Period;
  now: number;
}

type Position = Trip["position"];
type Pairing = Pick<TripDraft, "number" | "base" | "aircraftType" | "duties">;

const PAST_DAYS = 90;

/** Three months of trips as they were flown, and the coming month's, the earliest first. */
export const planTrips = (rostering: Rostering): TripPlan[] => {
  const { random, crew } = rostering;
  let number = random.int(4000, 4200);
  const nextNumber = () => `P${(number += random.int(1, 3))}`;
  const flown = flownTrips(rostering, nextNumber);
  const leads = (["CAPTAIN", "FIRST_OFFICER", "FLIGHT_ATTENDANT"] as const).flatMap((position) =>
    crew.filter(({ role }) => role === position).map((member) => ({ position, member })),
  );
  const planned = leads.flatMap(({ position, member }) => plannedTrips(rostering, nextNumber, position, member));
  return [...flown, ...planned].toSorted((a, b) => startOf(a).localeCompare(startOf(b)));
};

const startOf = ({ duties }: TripPlan): string => duties[0]?.reportAt ?? "";

/** What captains and first officers logged, out and back, with flight attendants where the type has them. */
const flownTrips = (rostering: Rostering, nextNumber: () => string): TripPlan[] => {
  const { flights, crew, period } = rostering;
  const since = instantOf((period.today - PAST_DAYS) * DAY_MS);
  const positions = new Map(crew.map((member) => [member.employeeNumber, member]));
  const recent = flights.filter(({ blockOff }) => blockOff >= since);
  const legs = Map.groupBy(recent, ({ tailNumber, blockOff }) => `${tailNumber} ${blockOff}`);
  const outbound = [...legs.values()].filter(([leg]) => leg && isOutbound(leg, positions, recent));
  return outbound.flatMap((out) => {
    const captain = positions.get(out.find(({ picMinutes }) => picMinutes > 0)?.person ?? "");
    const [leg] = out;
    const back = leg && backOf(leg, recent);
    if (!leg || !back || captain?.role !== "CAPTAIN") return [];
    const from = Date.parse(leg.blockOff) - REPORT_MINUTES * MINUTE_MS;
    const to = Date.parse(back.blockOn) + RELEASE_MINUTES * MINUTE_MS;
    const duty = { ...dutyOf({ from, to }), blockMinutes: leg.totalMinutes + back.totalMinutes };
    const pairing = { number: nextNumber(), base: captain.base, aircraftType: leg.aircraftType, duties: [duty] };
    const pilots = out.map(({ person, picMinutes }) =>
      positioned(pairing, picMinutes > 0 ? "CAPTAIN" : "FIRST_OFFICER", person),
    );
    return [...pilots, ...cabinOf(pairing).flatMap((position) => filled(rostering, pairing, position, 0))];
  });
};

/** Legs of one person come in pairs: one that ends where another of the same aircraft and hours begins is the way out. */
const isOutbound = (leg: FlightPlan, crew: ReadonlyMap<string, CrewDraft>, flights: readonly FlightPlan[]): boolean =>
  crew.has(leg.person) && backOf(leg, flights) !== undefined;

const LONGEST_TURN_MS = 2 * HOUR_MS;

const backOf = (leg: FlightPlan, flights: readonly FlightPlan[]): FlightPlan | undefined =>
  flights.find(
    ({ person, departure, arrival, blockOff }) =>
      person === leg.person &&
      departure === leg.arrival &&
      arrival === leg.departure &&
      blockOff > leg.blockOn &&
      Date.parse(blockOff) - Date.parse(leg.blockOn) < LONGEST_TURN_MS,
  );

/** A trip every five to nine days for whoever has time; the others in the crew are found, or their place is open. */
const plannedTrips = (
  rostering: Rostering,
  nextNumber: () => string,
  position: Position,
  member: CrewDraft,
): TripPlan[] => {
  const { random, clock, calendar, period, now } = rostering;
  const trips: TripPlan[] = [];
  for (let day = period.today + random.int(0, 5); day < period.until; day += random.int(5, 9)) {
    const duties = dutiesFrom(random, clock, day);
    const pieces = piecesOf(duties);
    const isFree = pieces.every((piece) => mayWork(calendar, member.employeeNumber, piece));
    if (!isFree || (duties.at(-1)?.releaseAt ?? "") <= instantOf(now)) continue;
    for (const piece of pieces) calendar.take([member.employeeNumber], piece);
    const pairing = {
      number: nextNumber(),
      base: member.base,
      aircraftType: random.pick(member.aircraftTypes),
      duties,
    };
    const others = crewOf(pairing).toSpliced(crewOf(pairing).indexOf(position), 1);
    trips.push(
      positioned(pairing, position, member.employeeNumber),
      ...others.flatMap((one) => filled(rostering, pairing, one, OPEN_SHARE)),
    );
  }
  return trips;
};

/** Of the places for which nobody is found; the others are flown by people of the partner airline. */
const OPEN_SHARE = 0.25;

const crewOf = (pairing: Pairing): Position[] => ["CAPTAIN", "FIRST_OFFICER", ...cabinOf(pairing)];
const cabinOf = ({ aircraftType }: Pairing): Position[] =>
  AIRLINERS.has(aircraftType) ? ["FLIGHT_ATTENDANT", "FLIGHT_ATTENDANT"] : [];

const positioned = (pairing: Pairing, position: Position, crewMember: string | null): TripPlan => ({
  ...pairing,
  position,
  crewMember,
});

/** With someone of the base and type who is free, else open, or not at all. */
const filled = (
  { random, calendar, crew }: Rostering,
  pairing: Pairing,
  position: Position,
  openShare: number,
): TripPlan[] => {
  const pieces = piecesOf(pairing.duties);
  const able = crew.filter(
    ({ role, base, aircraftTypes }) =>
      role === position && base === pairing.base && aircraftTypes.includes(pairing.aircraftType),
  );
  const member = random
    .shuffled(able)
    .find(({ employeeNumber }) => pieces.every((piece) => mayWork(calendar, employeeNumber, piece)));
  if (!member) return random.chance(openShare) ? [positioned(pairing, position, null)] : [];
  for (const piece of pieces) calendar.take([member.employeeNumber], piece);
  return [positioned(pairing, position, member.employeeNumber)];
};

/** One to three duties of two legs each, with a night's rest between them. */
const dutiesFrom = (random: Random, clock: WallClock, day: Day): TripDuty[] => {
  const duties: TripDuty[] = [];
  let from = clock.at(day, random.int(20, 52) / 4);
  for (let left = random.int(1, 3); left > 0; left -= 1) {
    const blockMinutes = random.int(150, 380);
    const to = from + (blockMinutes + REPORT_MINUTES + RELEASE_MINUTES + random.int(45, 90)) * MINUTE_MS;
    duties.push({ ...dutyOf({ from, to }), blockMinutes });
    from = to + random.int(44, 60) * 15 * MINUTE_MS;
  }
  return duties;
};

const dutyOf = ({ from, to }: Interval) => ({ reportAt: instantOf(from), releaseAt: instantOf(to) });

/** From the first report to the last release, cut into what the calendar can hold. */
const piecesOf = (duties: readonly TripDuty[]): Interval[] => {
  const last = Date.parse(duties.at(-1)?.releaseAt ?? "");
  const pieces: Interval[] = [];
  for (let from = Date.parse(duties[0]?.reportAt ?? ""); from < last; from += DAY_MS)
    pieces.push({ from, to: Math.min(from + DAY_MS, last) });
  return pieces;
};
