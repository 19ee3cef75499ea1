import { HOUR_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { Calendar, Interval } from "./calendar.ts";
import type { TrainingDevice } from "./devices.ts";
import { mayWork } from "./duty.ts";
import type { Day, WallClock } from "./wall-clock.ts";

/** What a lesson needs of the calendar. People are named by their keys (trainees by email, crew by employee number). */
export interface Wish {
  device: TrainingDevice;
  trainees: readonly string[];
  /** Any of these, best first; empty when the session needs none. */
  instructors: readonly string[];
  /** The local hour that the crew is used to. */
  hour: number;
  earliest: Day;
}

export interface Place {
  day: Day;
  interval: Interval;
  instructor: string | null;
}

const DAYS_TRIED = 9;

/** The first block, on the first day, near the wanted hour, for which device, trainees and an instructor are free. */
export const findPlace = (calendar: Calendar, clock: WallClock, wish: Wish): Place | undefined => {
  const { device, trainees, instructors } = wish;
  const hours = device.blocks.toSorted((a, b) => Math.abs(a - wish.hour) - Math.abs(b - wish.hour));
  for (let day = wish.earliest; day < wish.earliest + DAYS_TRIED; day += 1)
    for (const hour of hours) {
      const from = clock.at(day, hour);
      const interval = { from, to: from + device.blockHours * HOUR_MS };
      if (!calendar.isFree(device.name, interval)) continue;
      if (!trainees.every((trainee) => mayWork(calendar, trainee, interval))) continue;
      if (instructors.length === 0) return { day, interval, instructor: null };
      const instructor = instructors.find((one) => mayWork(calendar, one, interval));
      if (instructor !== undefined) return { day, interval, instructor };
    }
  return undefined;
};

const TEACHING: ReadonlySet<CrewDraft["role"]> = new Set(["INSTRUCTOR", "CHECK_INSTRUCTOR"]);

/** Who holds a type and may teach it, or (stricter) may check in it. */
export const instructorsFor = (crew: readonly CrewDraft[], type: string, checks: boolean): string[] =>
  crew
    .filter(
      ({ role, aircraftTypes }) =>
        aircraftTypes.includes(type) && (checks ? role === "CHECK_INSTRUCTOR" : TEACHING.has(role)),
    )
    .map(({ employeeNumber }) => employeeNumber);
