import { HOUR_MS, MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { NewReserve } from "../../modules/reserve/commands/assign.ts";
import type { ContactAttempt, ReserveType } from "../../modules/reserve/schema.ts";
import type { Calendar, Interval } from "./calendar.ts";
import type { Period } from "./clients.ts";
import { mayWork } from "./duty.ts";
import type { Random } from "./random.ts";
import { instantOf, type WallClock } from "./wall-clock.ts";

/** A reserve window whose crew member is named by employee number. */
export interface ReservePlan extends Omit<NewReserve, "crewMemberId"> {
  crewMember: string;
}

export interface OnCall {
  random: Random;
  clock: WallClock;
  /** With sessions, flights and trips in it. */
  calendar: Calendar;
  crew: readonly CrewDraft[];
  period: Period;
  now: number;
}

interface Window {
  type: ReserveType;
  /** Local hour at which it starts. */
  start: number;
  hours: number;
  /** How long before reporting the person is called. */
  noticeHours: number;
}

const WINDOWS: readonly Window[] = [
  { type: "SHORT_CALL", start: 4, hours: 12, noticeHours: 2 },
  { type: "SHORT_CALL", start: 12, hours: 12, noticeHours: 2 },
  { type: "LONG_CALL", start: 0, hours: 24, noticeHours: 12 },
  { type: "AIRPORT_STANDBY", start: 5, hours: 8, noticeHours: 1 },
  { type: "AIRPORT_STANDBY", start: 13, hours: 8, noticeHours: 1 },
];

const PAST_DAYS = 30;
const PLANNED_DAYS = 21;
const FLYING: ReadonlySet<CrewDraft["role"]> = new Set(["CAPTAIN", "FIRST_OFFICER", "FLIGHT_ATTENDANT"]);

/** A month of reserve as it went, what runs now, and three weeks ahead, the earliest first. */
export const planReserve = (onCall: OnCall): ReservePlan[] => {
  const flying = onCall.crew.filter(({ role }) => FLYING.has(role)).map(({ employeeNumber }) => employeeNumber);
  return [...runningWindows(onCall, flying), ...flying.flatMap((one) => windowsOf(onCall, one))].toSorted((a, b) =>
    a.windowStart.localeCompare(b.windowStart),
  );
};

/** Windows that have been open for some hours: nothing yet, nobody reached, called out. */
const runningWindows = ({ random, calendar, now }: OnCall, flying: readonly string[]): ReservePlan[] => {
  const from = Math.floor(now / HOUR_MS) * HOUR_MS - 4 * HOUR_MS;
  const interval = { from, to: from + 12 * HOUR_MS };
  const free = random.shuffled(flying).filter((one) => mayWork(calendar, one, interval));
  const call = { calledOutAt: instantOf(from + HOUR_MS), reportAt: instantOf(from + 3 * HOUR_MS) };
  const courses: Partial<ReservePlan>[] = [
    {},
    {
      status: "CALLED_OUT",
      ...call,
      dutyEndsAt: instantOf(from + 11 * HOUR_MS),
      attempts: [reachedAt(from + HOUR_MS)],
    },
    { status: "NO_CONTACT", attempts: inVain(from + 2 * HOUR_MS) },
    {},
  ];
  return courses.flatMap((course, index) => {
    const crewMember = free[index];
    if (crewMember === undefined) return [];
    calendar.take([crewMember], interval);
    return [{ crewMember, type: "SHORT_CALL" as const, ...spanOf(interval), ...course }];
  });
};

const windowsOf = ({ random, clock, calendar, period, now }: OnCall, crewMember: string): ReservePlan[] => {
  const plans: ReservePlan[] = [];
  const last = period.today + PLANNED_DAYS;
  for (let day = period.today - PAST_DAYS + random.int(0, 6); day < last; day += random.int(5, 9)) {
    const window = random.pick(WINDOWS);
    const from = clock.at(day, window.start);
    const interval = { from, to: from + window.hours * HOUR_MS };
    const course = interval.to <= now ? wentAs(random, window, interval) : {};
    if (!mayWork(calendar, crewMember, interval)) continue;
    calendar.take([crewMember], interval);
    plans.push({ crewMember, type: window.type, ...spanOf(interval), ...course });
  }
  return plans;
};

const CALLED_OUT_SHARE = 0.22;
const NOT_REACHED_SHARE = 0.03;

/** A window that is over: nobody was needed, mostly. */
const wentAs = (random: Random, { noticeHours }: Window, { to }: Interval): Partial<ReservePlan> => {
  const fate = random.next();
  const released = { status: "RELEASED" as const, releasedAt: instantOf(to) };
  if (fate < NOT_REACHED_SHARE) return { ...released, attempts: inVain(to - 5 * HOUR_MS) };
  if (fate > CALLED_OUT_SHARE) return released;
  const report = to - random.int(20, 24) * 15 * MINUTE_MS;
  const called = report - noticeHours * HOUR_MS;
  const end = instantOf(to - random.int(0, 4) * 15 * MINUTE_MS);
  return {
    status: "RELEASED",
    calledOutAt: instantOf(called),
    reportAt: instantOf(report),
    dutyEndsAt: end,
    releasedAt: end,
    attempts: [reachedAt(called)],
  };
};

const spanOf = ({ from, to }: Interval) => ({ windowStart: instantOf(from), windowEnd: instantOf(to) });

const reachedAt = (at: number): ContactAttempt => ({ at: instantOf(at), method: "PHONE", outcome: "REACHED" });

const inVain = (at: number): ContactAttempt[] => [
  { at: instantOf(at), method: "PHONE", outcome: "NO_ANSWER" },
  { at: instantOf(at + 10 * MINUTE_MS), method: "SMS", outcome: "MESSAGE_LEFT" },
  { at: instantOf(at + 25 * MINUTE_MS), method: "PHONE", outcome: "NO_ANSWER" },
];
