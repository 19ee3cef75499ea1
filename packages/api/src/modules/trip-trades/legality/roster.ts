import { MINUTE_MS } from "../../../lib/time.ts";
import type { ReserveAssignment } from "../../reserve/schema.ts";
import { heldUntil } from "../../reserve/rules.ts";
import type { Trip } from "../../trips/schema.ts";

/** From `start` to before `end`, in milliseconds of the Unix epoch. */
export interface Span {
  start: number;
  end: number;
}

/** A stretch of work. `flight`: a flight duty period; `flightMs`: the time in the air within it. */
export interface Duty extends Span {
  flight: boolean;
  flightMs: number;
}

/** Something that keeps a person from everything else while it lasts, with the duties in it. */
export interface Commitment extends Span {
  duties: readonly Duty[];
}

export const tripCommitment = ({
  startsAt,
  endsAt,
  duties,
}: Pick<Trip, "startsAt" | "endsAt" | "duties">): Commitment => ({
  ...span(startsAt, endsAt),
  duties: duties.map(({ reportAt, releaseAt, blockMinutes }) => ({
    ...span(reportAt, releaseAt),
    flight: true,
    flightMs: blockMinutes * MINUTE_MS,
  })),
});

/** A simulator session that the person teaches: duty, though not flight duty. */
export const sessionCommitment = (startsAt: string, endsAt: string): Commitment => whole(span(startsAt, endsAt), false);

/**
 * A reserve window, and the duty that it led to. Long-call reserve keeps its time, but is no duty (14 CFR 117.3);
 * airport reserve is flight duty from its start (117.21(b)); short-call reserve breaks rest, but is no flight duty.
 */
export const reserveCommitments = (row: ReserveAssignment): Commitment[] => {
  const window = span(row.windowStart, heldUntil(row));
  const held = row.type === "LONG_CALL" ? { ...window, duties: [] } : whole(window, row.type === "AIRPORT_STANDBY");
  const calledFor = row.reportAt === null ? null : (row.releasedAt ?? row.dutyEndsAt);
  const duty = row.reportAt === null || calledFor === null ? [] : [whole(span(row.reportAt, calledFor), true)];
  return [held, ...duty].filter(({ start, end }) => start < end);
};

const span = (start: string, end: string): Span => ({ start: Date.parse(start), end: Date.parse(end) });

const whole = (one: Span, flight: boolean): Commitment => ({ ...one, duties: [{ ...one, flight, flightMs: 0 }] });
