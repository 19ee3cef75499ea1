import { earlierValues } from "../../lib/changes.ts";
import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import type { Instant } from "../../lib/time.ts";
import type { Origin } from "../../lib/transaction.ts";
import type { StageCheck, StageCheckStatus } from "./schema.ts";

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<StageCheckStatus, readonly StageCheckStatus[]>> = {
  SCHEDULED: ["PASSED", "FAILED", "INCOMPLETE", "CANCELLED"],
  PASSED: [],
  FAILED: [],
  INCOMPLETE: [],
  CANCELLED: [],
};

/** How a check that took place can end. */
export type Outcome = "PASSED" | "FAILED" | "INCOMPLETE";

const tookPlace = (status: StageCheckStatus): boolean => status !== "SCHEDULED" && status !== "CANCELLED";

/** Who may not check a trainee, because they taught or recommended them. */
export interface Involved {
  /** Everyone who is or ever was the trainee's primary instructor. */
  primaryInstructors: ReadonlySet<string>;
  /** Everyone who recommended the trainee for a stage check. */
  recommenders: ReadonlySet<string>;
}

/** Why a check instructor may not check this trainee; one has no part in what one judges (14 CFR 141.37(c)). */
export const independenceFaults = (checkInstructorId: string, involved: Involved): InputFault[] => {
  const path = "checkInstructorId";
  const faults: InputFault[] = [];
  if (involved.primaryInstructors.has(checkInstructorId))
    faults.push({
      path,
      message: "must not be who is or ever was the trainee's primary instructor (14 CFR 141.37(c))",
    });
  if (involved.recommenders.has(checkInstructorId))
    faults.push({ path, message: "must not be who recommended the trainee for a stage check (14 CFR 141.37(c))" });
  return faults;
};

/** Stages are the same whatever the case in which they are written. */
export const sameStage = (a: Stage, b: Stage): boolean => stageKey(a) === stageKey(b);

type Stage = Pick<StageCheck, "course" | "stage">;

const stageKey = ({ course, stage }: Stage): string => JSON.stringify([course.toLowerCase(), stage.toLowerCase()]);

/** A check that is wanted, before it has its place among the others. */
export type Wanted = Stage & Pick<StageCheck, "status"> & { recheckOfId: string | null };

/**
 * The attempt that a wanted check is, given all checks of its stage: a stage has one check ahead, none once it is
 * passed, and after a failed or incomplete one the next is its recheck.
 */
export const placeAmong = (
  wanted: Wanted,
  checks: readonly StageCheck[],
): Pick<StageCheck, "attempt" | "recheckOfId"> | Failure => {
  const { course, stage, status } = wanted;
  const passed = checks.find((check) => check.status === "PASSED");
  if (passed && status !== "CANCELLED")
    return fail(
      "conflict",
      `${stage} of ${course} was passed in check ${passed.id}; a stage passed once is not scheduled again.`,
      { conflictingId: passed.id },
    );
  const ahead = checks.find((check) => check.status === "SCHEDULED");
  if (ahead && status !== "CANCELLED")
    return fail(
      "conflict",
      `${stage} of ${course} is scheduled for ${ahead.scheduledAt} in check ${ahead.id}. Change or cancel that one.`,
      { conflictingId: ahead.id },
    );
  const last = checks
    .filter((check) => check.status === "FAILED" || check.status === "INCOMPLETE")
    .toSorted((a, b) => a.attempt - b.attempt)
    .at(-1);
  if (wanted.recheckOfId !== null && wanted.recheckOfId !== last?.id)
    return fail(
      "unprocessable",
      last
        ? `A recheck of ${stage} of ${course} repeats the last check that was not passed, ${last.id}.`
        : `${stage} of ${course} has no FAILED or INCOMPLETE check of this trainee to repeat. Leave recheckOfId out.`,
      { errors: [{ path: "recheckOfId", message: "must be the last FAILED or INCOMPLETE check of this stage" }] },
    );
  return { attempt: (last?.attempt ?? 0) + 1, recheckOfId: last?.id ?? null };
};

/** What is wrong with when a check takes place; imports may bring the past. */
export const timeFaults = ({ scheduledAt }: Pick<StageCheck, "scheduledAt">, now: Instant): InputFault[] =>
  scheduledAt > now ? [] : [{ path: "scheduledAt", message: `must be in the future; the center's clock shows ${now}` }];

/** What is wrong with how the course of a check is told. */
export const courseFaults = (
  row: StageCheck,
  repeated: StageCheck | undefined,
  now: Instant,
  origin: Origin,
): InputFault[] => {
  const faults: InputFault[] = origin === "change" ? timeFaults(row, now) : [];
  const { status, completedAt, scheduledAt } = row;
  if (tookPlace(status) !== (completedAt !== null))
    faults.push({
      path: "completedAt",
      message: "is required for PASSED, FAILED and INCOMPLETE, and goes only with them",
    });
  if (completedAt !== null && completedAt > now)
    faults.push({ path: "completedAt", message: `must not be in the future; the center's clock shows ${now}` });
  if (repeated?.completedAt && scheduledAt < repeated.completedAt)
    faults.push({
      path: "scheduledAt",
      message: `must not be before ${repeated.completedAt}, the end of the check that it repeats`,
    });
  return faults;
};

type Next = StageCheck | Failure;

/** The check took place. Repeated, it gives the very same row back. */
export const conclude = (row: StageCheck, outcome: Outcome, remarks: string | undefined, now: Instant): Next =>
  move(row, outcome, remarks, now);

/** The check does not take place. */
export const cancel = (row: StageCheck, remarks: string | undefined): Next => move(row, "CANCELLED", remarks, null);

const move = (
  row: StageCheck,
  to: StageCheckStatus,
  remarks: string | undefined,
  completedAt: Instant | null,
): Next => {
  if (row.status === to && (remarks === undefined || remarks === row.remarks)) return row;
  return TRANSITIONS[row.status].includes(to)
    ? { ...row, status: to, completedAt, remarks: remarks ?? row.remarks }
    : invalidTransition("stage check", row.status, to, TRANSITIONS[row.status]);
};

/** Time, people and remarks as wanted; a check that is over is a record and keeps them. */
export const revise = (row: StageCheck, wanted: StageCheck, now: Instant): Next => {
  const previous = earlierValues(row, wanted);
  if (!previous) return row;
  if (row.status !== "SCHEDULED")
    return fail(
      "invalid_transition",
      `A stage check that is ${row.status} keeps its ${Object.keys(previous).join(", ")}.`,
      {
        allowed: TRANSITIONS[row.status],
      },
    );
  const faults = previous.scheduledAt === undefined ? [] : timeFaults(wanted, now);
  return faults.length > 0 ? invalidFields(faults) : wanted;
};
