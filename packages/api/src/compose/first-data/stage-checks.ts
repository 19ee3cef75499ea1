import { DAY_MS, HOUR_MS } from "../../lib/time.ts";
import type { NewStageCheck } from "../../modules/stage-checks/commands/create.ts";
import type { Calendar } from "./calendar.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import { mayWork } from "./duty.ts";
import { instructorsFor } from "./placement.ts";
import type { Random } from "./random.ts";
import type { Session, Trained } from "./sessions.ts";
import { instantOf } from "./wall-clock.ts";

/** A stage check whose people are named by their keys: trainees by email, crew by employee number. */
export interface StageCheckPlan extends Omit<
  NewStageCheck,
  "traineeId" | "checkInstructorId" | "recommendedById" | "recheckOfId"
> {
  trainee: string;
  checkInstructor: string;
  recommendedBy: string;
}

export interface Checking {
  random: Random;
  /** With sessions and flights in it. */
  calendar: Calendar;
  crew: readonly CrewDraft[];
  trained: readonly Trained[];
  now: number;
}

/** After how many lessons of a type rating each stage ends. */
const STAGES: ReadonlyMap<number, string> = new Map([
  [7, "Stage 1: procedures validation"],
  [14, "Stage 2: maneuvers validation"],
  [17, "Stage 3: line operational evaluation"],
]);

const REPEATED = new Set(["CANCELLED", "NO_SHOW"]);

/** A check of each trainee after the last lesson of each stage, the earliest first. */
export const planStageChecks = (checking: Checking): StageCheckPlan[] =>
  checking.trained
    .flatMap((one) =>
      lastOfStages(one).flatMap(({ stage, session }) =>
        session.trainees
          .filter(({ seat }) => seat !== "OBSERVER")
          .flatMap(({ email }) => checksOf(checking, one, stage, email, session.to)),
      ),
    )
    .toSorted((a, b) => a.scheduledAt.localeCompare(b.scheduledAt));

/** Only for whoever came from the first lesson on: who began before the period is past counting. */
const lastOfStages = ({ sessions }: Trained): { stage: string; session: Session }[] => {
  const lessons = sessions.filter(({ course, status }) => course === "TYPE_RATING" && !REPEATED.has(status));
  return lessons.flatMap((session, index) => {
    const stage = STAGES.get(index + 1);
    return stage === undefined ? [] : [{ stage, session }];
  });
};

/** The check and, where it was not passed, its recheck. */
const checksOf = (
  checking: Checking,
  one: Trained,
  stage: string,
  trainee: string,
  after: number,
): StageCheckPlan[] => {
  const { random, now } = checking;
  const found = placeAfter(checking, one, trainee, after);
  if (!found) return [];
  const { from, checkInstructor } = found;
  const check = {
    trainee,
    checkInstructor,
    recommendedBy: one.primaryInstructor,
    course: `${one.crew.programme.label} Type Rating`,
    stage,
    scheduledAt: instantOf(from),
  };
  const result = random.next();
  if (from + LENGTH_MS > now) return [{ ...check, status: "SCHEDULED" }];
  const completedAt = instantOf(from + LENGTH_MS);
  if (result > NOT_PASSED_SHARE)
    return [{ ...check, status: "PASSED", completedAt, remarks: random.chance(0.5) ? random.pick(PRAISE) : null }];
  const again = checksAgain(checking, one, stage, trainee, from);
  if (result < CANCELLED_SHARE)
    return [{ ...check, status: "CANCELLED", remarks: "Check instructor unwell" }, ...again];
  return result < INCOMPLETE_SHARE
    ? [{ ...check, status: "INCOMPLETE", completedAt, remarks: "Device fault after 20 minutes" }, ...again]
    : [{ ...check, status: "FAILED", completedAt, remarks: random.pick(FAULTS) }, ...again];
};

const CANCELLED_SHARE = 0.02;
const INCOMPLETE_SHARE = 0.04;
const NOT_PASSED_SHARE = 0.11;
const LENGTH_MS = HOUR_MS;

const checksAgain = (checking: Checking, one: Trained, stage: string, trainee: string, from: number) =>
  checksOf(checking, one, stage, trainee, from + checking.random.int(1, 3) * DAY_MS);

const HALF_HOUR_MS = HOUR_MS / 2;

/** The first half hour of the next two days at which a check instructor who did not teach them is free, and so are they. */
const placeAfter = (
  { random, calendar, crew }: Checking,
  { crew: client, primaryInstructor }: Trained,
  trainee: string,
  after: number,
): { from: number; checkInstructor: string } | undefined => {
  const able = random
    .shuffled(instructorsFor(crew, client.programme.type, true))
    .filter((checker) => checker !== primaryInstructor);
  for (let from = after + HALF_HOUR_MS; from < after + 2 * DAY_MS; from += HALF_HOUR_MS) {
    const interval = { from, to: from + LENGTH_MS };
    if (!mayWork(calendar, trainee, interval)) continue;
    const checkInstructor = able.find((one) => mayWork(calendar, one, interval));
    if (checkInstructor === undefined) continue;
    calendar.take([trainee, checkInstructor], interval);
    return { from, checkInstructor };
  }
  return undefined;
};

const PRAISE = [
  "Flows and callouts to standard",
  "Steep turns and stalls to standard; good crew coordination",
  "Engine-out go-around flown well; checklist discipline good",
  "Diversion planned in good time",
] as const;

const FAULTS = [
  "V1 cut: directional control outside limits",
  "Missed the altitude constraint on arrival twice; debriefed",
  "Unstabilized approach continued below 500 ft",
  "Memory items of the rapid depressurization incomplete",
] as const;
