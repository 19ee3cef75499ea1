import { DAY_MS, HOUR_MS, localDate, plusDays, startOfDay, type Zone } from "../../../lib/time.ts";
import { REST_MS } from "../../crew/rules.ts";
import type { Commitment, Duty, Span } from "./roster.ts";
import { counted, longestFree, merged, mostIn, overlaps, type Weighted } from "./spans.ts";

/** A limit that a roster breaks, and its source. */
export interface Breach {
  rule: "OVERLAP" | "REST" | "DUTY_LENGTH" | "FLIGHT_HOURS" | "DUTY_HOURS" | "TIME_FREE_OF_DUTY";
  message: string;
}

/** A roster with a trip that is new in it. Only what touches the new trip is judged: the rest was as it is before. */
export interface Gain {
  trip: Commitment;
  others: readonly Commitment[];
}

const duties = ({ trip, others }: Gain): Duty[] => [...others.flatMap((one) => one.duties), ...trip.duties];

/** Nobody is in two places at once. */
export const overlapBreaches = ({ trip, others }: Gain): Breach[] =>
  others.some((other) => overlaps(trip, other))
    ? [{ rule: "OVERLAP", message: "overlaps a trip, session or reserve window of the crew member" }]
    : [];

/** Every duty next to a new one leaves the rest that the earlier of the two asks for. */
export const restBreaches = (gain: Gain, restAfter: (duty: Duty) => number, source: string): Breach[] => {
  const all = duties(gain);
  const short = gain.trip.duties.some((own) =>
    all.some((other) => {
      if (other === own) return false;
      const [first, second] = other.start < own.start ? [other, own] : [own, other];
      return second.start >= first.end && second.start - first.end < restAfter(first);
    }),
  );
  return short ? [{ rule: "REST", message: `leaves too little rest between duties: ${source}` }] : [];
};

/** The limits of flightcrew members, as far as duty periods and their flight time tell (14 CFR part 117). */
export const pilotBreaches = (gain: Gain, zone: Zone): Breach[] => [
  ...restBreaches(gain, () => REST_MS, "10 hours (14 CFR 117.25(e))"),
  ...flightHourBreaches(gain, zone),
  ...dutyHourBreaches(gain),
  ...weeklyRestBreaches(gain),
];

const flown = (gain: Gain): Weighted[] =>
  duties(gain).flatMap(({ start, end, flightMs }) => (flightMs > 0 ? [{ start, end, most: flightMs }] : []));

const flightHourBreaches = (gain: Gain, zone: Zone): Breach[] => {
  const flights = flown(gain);
  const breaches: Breach[] = [];
  if (mostIn(flights, 672 * HOUR_MS, gain.trip) > 100 * HOUR_MS)
    breaches.push({
      rule: "FLIGHT_HOURS",
      message: "exceeds 100 flight hours in 672 consecutive hours (14 CFR 117.23(b)(1))",
    });
  if (exceedsInDays(flights, 1_000 * HOUR_MS, 365, gain.trip, zone))
    breaches.push({
      rule: "FLIGHT_HOURS",
      message: "exceeds 1,000 flight hours in 365 consecutive calendar days (14 CFR 117.23(b)(2))",
    });
  return breaches;
};

/** Whether more than `limit` counts in any `days` consecutive calendar days of `zone` that touch `around`. */
const exceedsInDays = (spans: readonly Weighted[], limit: number, days: number, around: Span, zone: Zone): boolean => {
  const total = spans.reduce((sum, { most }) => sum + most, 0);
  if (total <= limit) return false; // the usual case; a year of midnights in a zone takes some 30 ms
  return calendarWindows(days, around, zone).some((window) => counted(spans, window) > limit);
};

/** Every run of `days` calendar days of `zone` that touches `around`. */
const calendarWindows = (days: number, around: Span, zone: Zone): Span[] => {
  const first = plusDays(dateOf(around.start, zone), 1 - days);
  const last = dateOf(around.end - 1, zone);
  const midnights: number[] = [];
  for (let date = first; date <= plusDays(last, days); date = plusDays(date, 1))
    midnights.push(Date.parse(startOfDay(date, zone)));
  return midnights.flatMap((start, index) => {
    const end = midnights[index + days];
    return end === undefined ? [] : [{ start, end }];
  });
};

const dateOf = (instant: number, zone: Zone): string => localDate(new Date(instant).toISOString(), zone);

const dutyHourBreaches = (gain: Gain): Breach[] => {
  const flightDuty = merged(duties(gain).filter(({ flight }) => flight));
  const periods = flightDuty.map((one) => ({ ...one, most: one.end - one.start }));
  return (
    [
      [60, 168, "14 CFR 117.23(c)(1)"],
      [190, 672, "14 CFR 117.23(c)(2)"],
    ] as const
  ).flatMap(([most, hours, source]): Breach[] =>
    mostIn(periods, hours * HOUR_MS, gain.trip) > most * HOUR_MS
      ? [{ rule: "DUTY_HOURS", message: `exceeds ${most} flight duty hours in ${hours} consecutive hours (${source})` }]
      : [],
  );
};

const WEEK_MS = 168 * HOUR_MS;

/** Before each duty that the new trip is in the week of, 30 hours in a row were free within 168. */
const weeklyRestBreaches = (gain: Gain): Breach[] => {
  const all = duties(gain);
  const judged = all.filter(({ start }) => start >= gain.trip.start && start < gain.trip.end + WEEK_MS);
  return judged.every(({ start }) => longestFree(all, { start: start - WEEK_MS, end: start }) >= 30 * HOUR_MS)
    ? []
    : [
        {
          rule: "TIME_FREE_OF_DUTY",
          message: "leaves no 30 consecutive hours free from duty within 168 hours before a duty (14 CFR 117.25(b))",
        },
      ];
};

/** The limits of flight attendants (14 CFR 121.467(b)). */
export const attendantBreaches = (gain: Gain, zone: Zone): Breach[] => [
  ...restBreaches(
    gain,
    ({ start, end }) => (end - start > 14 * HOUR_MS ? 12 * HOUR_MS : REST_MS),
    "10 hours, 12 after a duty over 14 hours (14 CFR 121.467(b))",
  ),
  ...lengthBreaches(gain),
  ...dayOffBreaches(gain, zone),
];

/** How many attendants fly beyond the minimum is not known here, so the longest period that any crew allows holds. */
const lengthBreaches = ({ trip }: Gain): Breach[] =>
  trip.duties.some(({ start, end }) => end - start > 20 * HOUR_MS)
    ? [{ rule: "DUTY_LENGTH", message: "has a duty period of more than 20 hours (14 CFR 121.467(b)(6))" }]
    : [];

const dayOffBreaches = (gain: Gain, zone: Zone): Breach[] => {
  const all = duties(gain);
  return calendarWindows(7, gain.trip, zone).every((week) => longestFree(all, week) >= DAY_MS)
    ? []
    : [
        {
          rule: "TIME_FREE_OF_DUTY",
          message:
            "leaves no 24 consecutive hours free from duty in 7 consecutive calendar days (14 CFR 121.467(b)(13))",
        },
      ];
};
