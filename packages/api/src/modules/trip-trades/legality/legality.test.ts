import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attendantBreaches, type Breach, type Gain, overlapBreaches, pilotBreaches } from "./limits.ts";
import { refusedRules } from "./oracle.fixture.ts";
import type { Commitment } from "./roster.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.parse("2026-06-15T08:00:00.000Z");
const at = (minutes: number): number => T0 + minutes * MINUTE;

const flight = (start: number, length: number, block: number) => ({
  start: at(start),
  end: at(start + length),
  flight: true,
  flightMs: Math.min(block, length) * MINUTE,
});

type Step = readonly [gap: number, length: number, block: number];

/** Duties one after another, each with the free minutes before it. */
const laid = (from: number, steps: readonly Step[]) => {
  let clock = from;
  return steps.map(([gap, length, block]) => {
    const duty = flight(clock + gap, length, block);
    clock += gap + length;
    return duty;
  });
};

const asTrip = (duties: Commitment["duties"]): Commitment => ({
  start: Math.min(...duties.map(({ start }) => start)),
  end: Math.max(...duties.map(({ end }) => end)),
  duties,
});

/** How hard a roster is: bounds of the free minutes, the duty's and the flight's. */
type Bounds = readonly [min: number, max: number];
const step = (...bounds: readonly [Bounds, Bounds, Bounds]): fc.Arbitrary<Step> => {
  const [free, long, flown] = bounds;
  const whole = ([min, max]: Bounds) => fc.integer({ min, max });
  return fc.tuple(whole(free), whole(long), whole(flown));
};
const easy = step([700, 4_000], [60, 700], [0, 500]);
const brisk = step([590, 800], [300, 900], [200, 700]);
const wild = step([300, 3_000], [60, 1_260], [0, 700]);
/** Five hard days, then two or three free: legal by the week, hard by the month. */
const weekly = fc
  .array(fc.tuple(step([600, 700], [700, 800], [560, 640]), fc.integer({ min: 0, max: 4 })), { maxLength: 25 })
  .map((steps): Step[] => steps.map(([[free, ...rest], day]): Step => [day === 0 ? free + 2_600 : free, ...rest]));
const steps = (maxLength: number): fc.Arbitrary<readonly Step[]> =>
  fc.oneof(weekly, ...[easy, brisk, wild].map((one) => fc.array(one, { maxLength })));

/** A roster around a trip, as dense as a month may be, with sessions and reserve in it. */
const gain: fc.Arbitrary<Gain> = fc
  .record({
    trip: fc.array(fc.oneof(easy, wild), { minLength: 1, maxLength: 4 }),
    before: steps(25),
    after: steps(12),
    slip: fc.integer({ min: -2_000, max: 3_000 }),
    kinds: fc.array(fc.constantFrom("trip", "trip", "trip", "session", "longCall"), { minLength: 1, maxLength: 5 }),
  })
  .map(({ trip, before, after, slip, kinds }) => {
    const own = asTrip(laid(0, trip));
    const earlier = before.reduce((sum, [free, long]) => sum + free + long, 0);
    const others = [...laid(-earlier - slip, before), ...laid((own.end - T0) / MINUTE + slip / 2, after)].map(
      (duty, index): Commitment => {
        const { start, end } = duty;
        const kind = kinds[index % kinds.length];
        if (kind === "session") return { start, end, duties: [{ start, end, flight: false, flightMs: 0 }] };
        return { start, end, duties: kind === "longCall" ? [] : [duty] };
      },
    );
    // Whole minutes, since the oracle counts minutes.
    const whole = (instant: number) => Math.round(instant / MINUTE) * MINUTE;
    return {
      trip: own,
      others: others.map((one) => ({
        start: whole(one.start),
        end: whole(one.end),
        duties: one.duties.map((duty) => ({ ...duty, start: whole(duty.start), end: whole(duty.end) })),
      })),
    };
  });

const rulesOf = (breaches: readonly Breach[]): string[] => [...new Set(breaches.map(({ rule }) => rule))].toSorted();

describe("the legality check finds exactly what counting every minute finds", () => {
  test.each([
    ["a pilot", "pilot", pilotBreaches],
    ["a flight attendant", "attendant", attendantBreaches],
  ] as const)("for %s", (_, who, breaches) => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(gain, (one) => {
        const found = rulesOf([...overlapBreaches(one), ...breaches(one, "UTC")]);
        for (const rule of found.length === 0 ? ["LEGAL"] : found) seen.set(rule, (seen.get(rule) ?? 0) + 1);
        expect(found).toEqual(refusedRules(one, who));
      }),
      { numRuns: 300 },
    );
    // The roster maker reaches every rule and legal rosters too; a property over nothing would prove nothing.
    const reached = who === "pilot" ? ["DUTY_HOURS", "FLIGHT_HOURS"] : ["DUTY_LENGTH"];
    for (const rule of ["LEGAL", "OVERLAP", "REST", "TIME_FREE_OF_DUTY", ...reached])
      expect(seen.get(rule), rule).toBeGreaterThan(0);
  });
});

/** `count` days, each with a duty at 08:00 UTC, before the trip's day 0. */
const daily = (count: number, hours: number, blockHours: number, skip = 0): Commitment[] =>
  Array.from({ length: count }, (_, index) =>
    asTrip([flight(-(index + 1 + skip) * 24 * 60, hours * 60, blockHours * 60)]),
  );
const tripOf = (hours: number, blockHours = 0): Commitment => asTrip([flight(0, hours * 60, blockHours * 60)]);
const pilot = (others: readonly Commitment[], trip = tripOf(4)) => rulesOf(pilotBreaches({ trip, others }, "UTC"));
const attendant = (others: readonly Commitment[], trip = tripOf(4), zone = "UTC") =>
  rulesOf(attendantBreaches({ trip, others }, zone));
const duty = (startHours: number, hours: number) => asTrip([flight(startHours * 60, hours * 60, 0)]);

describe("the limits hold to the minute", () => {
  test("10 hours of rest (14 CFR 117.25(e))", () => {
    expect(pilot([duty(-14, 4)])).toEqual([]);
    expect(pilot([asTrip([flight(-14 * 60, 4 * 60 + 1, 0)])])).toEqual(["REST"]);
    expect(pilot([duty(14, 4)])).toEqual([]);
    expect(pilot([duty(13.99, 4)])).toEqual(["REST"]);
  });

  test("12 hours after a duty over 14, for flight attendants (14 CFR 121.467(b))", () => {
    expect(attendant([duty(-24, 14)])).toEqual([]);
    expect(attendant([asTrip([flight(-25 * 60, 14 * 60 + 1, 0)])])).toEqual(["REST"]);
    expect(attendant([duty(-27, 15)])).toEqual([]);
    expect(attendant([], tripOf(20))).toEqual([]);
    expect(attendant([], asTrip([flight(0, 20 * 60 + 1, 0)]))).toEqual(["DUTY_LENGTH"]);
    expect(attendant([duty(27, 4)], tripOf(15))).toEqual([]);
    expect(attendant([duty(26.9, 4)], tripOf(15))).toEqual(["REST"]);
  });

  test("60 flight duty hours in 168, 190 in 672 (14 CFR 117.23(c))", () => {
    // Days -5 to -1 and day 0 lie in one window of 168 hours; a free day comes before.
    expect(pilot(daily(5, 10, 0), tripOf(10))).toEqual([]);
    expect(pilot(daily(5, 10, 0), asTrip([flight(0, 601, 0)]))).toEqual(["DUTY_HOURS"]);
    const month = [...daily(4, 9, 0, 1), ...daily(4, 9, 0, 8), ...daily(4, 9, 0, 15), ...daily(4, 9, 0, 22)];
    const more = [...month, duty(-24 * 14, 9), duty(-24 * 7, 9), duty(-24 * 21, 9)];
    expect(more.length * 9).toBe(171);
    expect(pilot(more, tripOf(13))).toEqual([]);
    expect(pilot([...more, duty(-24 * 27, 6.5)], tripOf(13))).toEqual(["DUTY_HOURS"]);
  });

  test("100 flight hours in 672, wherever the flight lies in a duty that the window cuts (14 CFR 117.23(b)(1))", () => {
    const eleven = [...daily(4, 9, 8, 1), ...daily(4, 9, 8, 8), ...daily(3, 9, 8, 15)];
    expect(pilot(eleven, tripOf(13, 12))).toEqual([]);
    expect(pilot(eleven, asTrip([flight(0, 13 * 60, 12 * 60 + 1)]))).toEqual(["FLIGHT_HOURS"]);
  });

  test("1,000 flight hours in 365 calendar days (14 CFR 117.23(b)(2))", () => {
    // 8 hours each third day: 84 in 28 days, 976 in the 364 days before.
    const year = Array.from({ length: 122 }, (_, index) => asTrip([flight(-(index + 1) * 71.7 * 60, 9 * 60, 8 * 60)]));
    expect(pilot(year.slice(0, 121), tripOf(12, 8))).toEqual([]);
    expect(pilot([...year, duty(0, 0)].slice(0, 122), tripOf(12, 8))).toEqual([]);
    const fuller = year.map((one, index) =>
      index < 40 ? asTrip([{ ...flight((one.start - T0) / MINUTE, 10 * 60, 8.9 * 60) }]) : one,
    );
    expect(pilot(fuller, tripOf(4, 1))).toEqual(["FLIGHT_HOURS"]);
  });

  test("30 hours free within 168 before a duty (14 CFR 117.25(b)), also of a duty that comes later", () => {
    // A duty each 24 hours for eight days: 20 free hours at most in any week.
    const each = (days: readonly number[]) => days.map((day) => duty(day * 24, 4));
    expect(pilot(each([-1, -2, -3, -4, -5, -6, -7]))).toEqual(["TIME_FREE_OF_DUTY"]);
    expect(pilot(each([-1, -2, -3, -5, -6, -7]))).toEqual([]);
    expect(pilot(each([1, 2, 3, -1, -2, -3, -4]))).toEqual(["TIME_FREE_OF_DUTY"]);
    expect(pilot(each([2, 3, -1, -2, -3, -4]))).toEqual([]);
  });

  test("24 hours free in 7 calendar days of the center's zone (14 CFR 121.467(b)(13))", () => {
    const days = [-1, -2, -3, -4, -5, -6].map((day) => duty(day * 24, 6));
    expect(attendant(days)).toEqual(["TIME_FREE_OF_DUTY"]);
    expect(attendant(days.filter((_, index) => index !== 2))).toEqual([]);
    // Duties from 20:00 to 04:00 UTC: in UTC the seventh day ends with free hours; 24 of them are a day off only where
    // the days begin in between.
    const nights = [-1, -2, -3, -4, -5, -6].map((day) => duty(day * 24 + 12, 8));
    expect(attendant(nights, asTrip([flight(12 * 60, 8 * 60, 0)]), "UTC")).toEqual(["TIME_FREE_OF_DUTY"]);
  });
});

test("a session breaks rest but is no flight duty, long call is neither", () => {
  const [start, end] = [at(-9 * 60), at(-5 * 60)];
  const session: Commitment = { start, end, duties: [{ start, end, flight: false, flightMs: 0 }] };
  expect(pilot([session])).toEqual(["REST"]);
  expect(pilot([{ start, end, duties: [] }])).toEqual([]);
  expect(overlapBreaches({ trip: tripOf(4), others: [{ start: at(0), end: at(0) + HOUR, duties: [] }] })).toHaveLength(
    1,
  );
  expect(overlapBreaches({ trip: tripOf(4), others: [session] })).toEqual([]);
});
