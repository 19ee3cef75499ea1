import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { fail, type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { stageCheckFailed, stageCheckPassed } from "../events.ts";
import { findStageCheck, findStageCheckForUpdate, updateStageChecks } from "../queries.ts";
import { fitnessFaults, lockReferences, quoteInstructor, type References } from "../references.ts";
import { cancel, conclude, revise } from "../rules.ts";
import type { stageCheck, StageCheck, StageCheckChange } from "../schema.ts";

type Changed = Promise<StageCheck | Failure>;

/** Reschedules, reassigns or annotates a check that is ahead. There is no event for it. */
export const changeStageCheck = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  change: StageCheckChange,
): Changed =>
  changing(db, centerId, target, null, change, (row, tx, references) => {
    const { checkInstructorId = row.checkInstructor.id, recommendedById = row.recommendedById } = change;
    const { scheduledAt = row.scheduledAt, remarks = row.remarks } = change;
    const others = { ...row, scheduledAt, remarks };
    if (checkInstructorId === row.checkInstructor.id && recommendedById === row.recommendedById)
      return revise(row, others, tx.now);
    const referring = { traineeId: row.trainee.id, checkInstructorId, recommendedById };
    const checkInstructor = quoteInstructor(referring, references, row.id);
    if (isFailure(checkInstructor)) return checkInstructor;
    return revise(row, { ...others, checkInstructor, recommendedById }, tx.now);
  });

export const passStageCheck = (db: Db | CenterTx, centerId: CenterId, target: Target, remarks?: string): Changed =>
  changing(db, centerId, target, stageCheckPassed, {}, (row, tx, references) =>
    judged(row, conclude(row, "PASSED", remarks, tx.now), references),
  );

export const failStageCheck = (db: Db | CenterTx, centerId: CenterId, target: Target, remarks?: string): Changed =>
  changing(db, centerId, target, stageCheckFailed, {}, (row, tx, references) =>
    judged(row, conclude(row, "FAILED", remarks, tx.now), references),
  );

/** Ends a check that could not be finished; it is repeated by a recheck. There is no event for it. */
export const leaveIncomplete = (db: Db | CenterTx, centerId: CenterId, target: Target, remarks?: string): Changed =>
  changing(db, centerId, target, null, {}, (row, tx) => conclude(row, "INCOMPLETE", remarks, tx.now));

/** Calls a check off. There is no event for it. */
export const cancelStageCheck = (db: Db | CenterTx, centerId: CenterId, target: Target, remarks?: string): Changed =>
  changing(db, centerId, target, null, {}, (row) => cancel(row, remarks));

/** Nobody judges who is no check instructor any more, or has begun to teach, or recommended, the trainee since. */
const judged = (row: StageCheck, next: StageCheck | Failure, references: References): StageCheck | Failure => {
  if (isFailure(next) || next === row) return next;
  const { trainee, recommendedById, checkInstructor } = row;
  const member = references.crew.get(checkInstructor.id);
  if (!member) return reassigned(checkInstructor.name);
  const faults = fitnessFaults(member, { traineeId: trainee.id, recommendedById }, references, row.id);
  if (faults.length === 0) return next;
  return fail(
    "conflict",
    `${checkInstructor.name} may not judge this check: the check instructor ${faults.map(({ message }) => message).join(", and ")}. Assign another check instructor.`,
    { errors: faults },
  );
};

/** Who was to judge when the people were locked is not who is now. */
const reassigned = (name: string): Failure =>
  fail(
    "conflict",
    `The check was given to ${name} just now. Read it again, and repeat the verdict if it still applies.`,
  );

type Rule = (row: StageCheck, tx: CenterTx, references: References) => StageCheck | Failure;

/**
 * Load, decide, write, emit. Locks the trainee first, then the crew members, then the check, in the order of renames.
 * What changes nothing (a repeated call) writes nothing and fires nothing.
 */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof stageCheck> | null,
  { checkInstructorId, recommendedById }: StageCheckChange,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const seen = await findStageCheck(tx, centerId, target.id);
    if (!seen) return notFound("stage check");
    const references = await lockReferences(tx, [
      { traineeId: seen.trainee.id, checkInstructorId: seen.checkInstructor.id, recommendedById: seen.recommendedById },
      { traineeId: seen.trainee.id, checkInstructorId: checkInstructorId ?? seen.checkInstructor.id, recommendedById },
    ]);
    const row = await findStageCheckForUpdate(tx, target.id);
    if (!row) return notFound("stage check");
    const refused = staleVersion("stage check", row, target.expectedVersion);
    if (refused) return refused;
    const next = rule(row, tx, references);
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateStageChecks(tx, [saved]);
    if (event) await emit(tx, event, saved, previous);
    return saved;
  });
