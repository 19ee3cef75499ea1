import type { BookingStatus } from "../../modules/bookings/schema.ts";
import type { Interval } from "./calendar.ts";
import type { Random } from "./random.ts";

const CANCELLED_SHARE = 0.04;
const NO_SHOW_SHARE = 0.011;

const CANCEL_REASONS = [
  "Trainee unwell",
  "Trainee unwell",
  "Instructor unwell",
  "Instructor unwell",
  "Operator recalled the crew to the line",
  "Operator recalled the crew to the line",
  "Operator moved the course",
  "Crew could not travel: weather at departure airport",
  "Crew could not travel: flight cancelled",
  "Trainee not released by previous lesson",
  "Medical certificate expired",
  "Device fault: visual system",
  "Device fault: motion system",
  "Building power failure",
] as const;

export interface Outcome {
  status: BookingStatus;
  cancelReason: string | null;
}

const outcome = (status: BookingStatus, cancelReason: string | null = null): Outcome => ({ status, cancelReason });

/** What became of a session by `now`. Nobody fails to show up for what has not begun, or has only just. */
export const outcomeOf = (random: Random, { from, to }: Interval, now: number, hasTrainees: boolean): Outcome => {
  if (random.chance(CANCELLED_SHARE)) return outcome("CANCELLED", random.pick(CANCEL_REASONS));
  const missed = random.chance(NO_SHOW_SHARE);
  if (from > now) return outcome("SCHEDULED");
  if (to > now) return outcome("IN_PROGRESS");
  return outcome(missed && hasTrainees ? "NO_SHOW" : "COMPLETED");
};
