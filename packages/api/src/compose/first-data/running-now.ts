import { HOUR_MS } from "../../lib/time.ts";
import type { Programme } from "./devices.ts";
import { mayWork } from "./duty.ts";
import { instructorsFor } from "./placement.ts";
import type { Planning, Session } from "./sessions.ts";

const HALF_HOUR_MS = HOUR_MS / 2;

/** Whoever starts the server at night sees the devices at work as well: a standards meeting in one, if all else rests. */
export const runningNow = (
  { random, calendar, crew, now, outage }: Planning,
  programmes: readonly Programme[],
  sessions: readonly Session[],
): Session[] => {
  if (sessions.some(({ status }) => status === "IN_PROGRESS")) return [];
  const from = Math.floor(now / HALF_HOUR_MS) * HALF_HOUR_MS - HOUR_MS;
  const interval = { from, to: from + 2 * HOUR_MS };
  for (const { type, full } of programmes) {
    const instructor = random
      .shuffled(instructorsFor(crew, type, false))
      .find((one) => mayWork(calendar, one, interval));
    if (instructor === undefined || full.name === outage?.simulator || !calendar.isFree(full.name, interval)) continue;
    calendar.take([full.name, instructor], interval);
    return [
      {
        ...interval,
        simulator: full.name,
        trainees: [],
        instructor,
        sessionType: "TRAINING",
        notes: "Instructor standardization",
        externalRef: null,
        course: null,
        status: "IN_PROGRESS",
        cancelReason: null,
      },
    ];
  }
  return [];
};
