import { type CourseKind, type Lesson, PRACTICE, RECURRENT, TYPE_RATING } from "./courses.ts";
import type { Programme } from "./devices.ts";
import type { PersonName } from "./names.ts";
import type { Random } from "./random.ts";
import type { Day } from "./wall-clock.ts";

/** The two years that the data tells of: sessions from `from` on, and what is planned within 30 days of `today`. */
export interface Period {
  from: Day;
  today: Day;
  until: Day;
}

/** Lessons that are flown one after the other from a day on. */
export interface Run {
  kind: CourseKind;
  from: Day;
  lessons: readonly Lesson[];
}

/** Two trainees of one employer who train together: left seat and right seat. */
export interface ClientCrew {
  programme: Programme;
  employer: string;
  seats: readonly [PersonName, PersonName];
  enrolledOn: Day;
  /** They come for the type rating first. */
  initial: boolean;
  /** After the type rating they keep coming, until `leaves`. */
  stays: boolean;
  leaves: Day;
  runs: readonly Run[];
  /** One of the two no longer comes from a day on. */
  absence: Absence | null;
}

export interface Absence {
  seat: 0 | 1;
  from: Day;
  status: "WITHDRAWN" | "ON_HOLD";
}

const RECURRENT_EVERY = 182;
const PRACTICE_EVERY = 32;

/** How many crews come, and whose they are: who sends more of them is named more often. */
export interface Demand {
  employers: readonly string[];
  count: number;
}

/** Who trains, for what, and when they come. Crews who began before the period are in it with what followed. */
export const planClients = (
  random: Random,
  nextName: () => PersonName,
  programmes: readonly Programme[],
  { employers, count }: Demand,
  period: Period,
): ClientCrew[] => {
  const byDemand = programmes.flatMap((programme) => Array.from({ length: programme.share }, () => programme));
  const crews: ClientCrew[] = [];
  while (crews.length < count) {
    // Whenever it is, someone's course is under way: that of the first.
    const begun = crews.length === 0 ? period.today - 9 : undefined;
    const crew = planClient(random, nextName, random.pick(byDemand), random.pick(employers), period, begun);
    if (crew.runs.length > 0) crews.push(crew);
  }
  return crews;
};

const planClient = (
  random: Random,
  nextName: () => PersonName,
  programme: Programme,
  employer: string,
  period: Period,
  begun: Day | undefined,
): ClientCrew => {
  const joins = begun ?? random.int(period.from - 240, period.until - 10);
  const initial = random.chance(0.72) || begun !== undefined;
  const stays = !initial || random.chance(0.8);
  const leaves = stays && random.chance(0.3) ? joins + random.int(220, 800) : Number.POSITIVE_INFINITY;
  const last = Math.min(leaves, period.until);
  const runs = [
    ...(initial ? [{ kind: "TYPE_RATING" as const, from: joins, lessons: TYPE_RATING }] : []),
    ...(stays ? continuing(random, initial ? joins + RECURRENT_EVERY : joins, initial ? joins + 75 : joins, last) : []),
  ];
  return {
    programme,
    employer,
    seats: [nextName(), nextName()],
    enrolledOn: Math.min(joins - random.int(4, 21), period.today),
    initial,
    stays,
    leaves,
    runs: runs.filter(({ from }) => from >= period.from),
    absence: planAbsence(random, joins, leaves, period),
  };
};

/** Recurrents twice a year from `first` on, and single blocks between them. */
const continuing = (random: Random, first: Day, practiceFrom: Day, last: Day): Run[] => {
  const runs: Run[] = [];
  for (let base = first; base < last + RECURRENT_EVERY; base += RECURRENT_EVERY + random.int(-12, 12)) {
    if (base < last) runs.push({ kind: "RECURRENT", from: base, lessons: RECURRENT });
    for (let day = base - RECURRENT_EVERY / 2 - 20; day < base - 10; day += PRACTICE_EVERY + random.int(-8, 8))
      if (day > practiceFrom && day < last)
        runs.push({ kind: "PRACTICE", from: day, lessons: [random.pick(PRACTICE)] });
  }
  return runs;
};

const planAbsence = (random: Random, joins: Day, leaves: Day, { today }: Period): Absence | null => {
  const seat = random.chance(0.4) ? 0 : 1;
  const gaveUp = joins + random.int(4, 24);
  if (random.chance(0.06) && gaveUp < today)
    return { seat, from: gaveUp, status: gaveUp > today - 90 && random.chance(0.7) ? "ON_HOLD" : "WITHDRAWN" };
  const paused = today - random.int(3, 60);
  if (random.chance(0.03) && paused > joins + 40 && paused < leaves) return { seat, from: paused, status: "ON_HOLD" };
  return null;
};
