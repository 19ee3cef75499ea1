import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { brokenConstraint } from "../../../lib/constraints.ts";
import { fail, type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { fullName } from "../../../lib/full-name.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { emitAll } from "../../../platform/webhooks/emit.ts";
import { stageCheckScheduled } from "../events.ts";
import { insertStageChecks } from "../queries.ts";
import { lockReferences, quoteInstructor, quoteTrainee, type References } from "../references.ts";
import { courseFaults, placeAmong, sameStage } from "../rules.ts";
import type { StageCheck, StageCheckDraft } from "../schema.ts";

/** A draft; an import may bring the state that the check is in by now. */
export interface NewStageCheck extends StageCheckDraft, Partial<Pick<StageCheck, "status" | "completedAt">> {}

/** Schedules one stage check. */
export const scheduleStageCheck = (
  db: Db | CenterTx,
  centerId: CenterId,
  draft: StageCheckDraft,
): Promise<StageCheck | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [scheduled] = await scheduleStageChecks(tx, [draft]);
    if (!scheduled) throw new Error("A batch of one has one outcome.");
    return scheduled;
  }).catch(asScheduled);

/**
 * Schedules a batch: each outcome stands at its draft's place, and the good ones are written. Drafts are judged in the
 * order of their times, whatever the order in which an import brings them: attempts follow it.
 */
export const scheduleStageChecks = async (
  tx: CenterTx,
  drafts: readonly NewStageCheck[],
): Promise<(StageCheck | Failure)[]> => {
  const references = await lockReferences(tx, drafts);
  const checks = new Map([...references.checks].map(([traineeId, rows]) => [traineeId, [...rows]]));
  const inOrder = drafts
    .map((draft, place) => ({ draft, place }))
    .toSorted((a, b) => a.draft.scheduledAt.localeCompare(b.draft.scheduledAt) || a.place - b.place);
  const outcomes = new Map<number, StageCheck | Failure>();
  for (const { draft, place } of inOrder) {
    const outcome = judge(tx, draft, { ...references, checks });
    outcomes.set(place, outcome);
    if (isFailure(outcome)) continue;
    const known = checks.get(draft.traineeId);
    if (known) known.push(outcome);
    else checks.set(draft.traineeId, [outcome]);
  }
  const scheduled = [...outcomes.values()].filter(isSuccess);
  if (scheduled.length > 0) await insertStageChecks(tx, scheduled);
  await emitAll(
    tx,
    stageCheckScheduled,
    scheduled.map((object) => ({ object, previous: null })),
  );
  return drafts.flatMap((_, place) => outcomes.get(place) ?? []);
};

const judge = (tx: CenterTx, draft: NewStageCheck, references: References): StageCheck | Failure => {
  const trainee = quoteTrainee(draft.traineeId, references);
  if (isFailure(trainee)) return trainee;
  const checkInstructor = quoteInstructor(draft, references);
  if (isFailure(checkInstructor)) return checkInstructor;
  const { stage, course = trainee.course, status = "SCHEDULED" } = draft;
  const checks = (references.checks.get(trainee.id) ?? []).filter((check) => sameStage(check, { course, stage }));
  const placed = placeAmong({ course, stage, status, recheckOfId: draft.recheckOfId ?? null }, checks);
  if (isFailure(placed)) return placed;
  const row: StageCheck = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    trainee: { id: trainee.id, name: fullName(trainee) },
    course,
    stage,
    checkInstructor,
    recommendedById: draft.recommendedById ?? null,
    scheduledAt: draft.scheduledAt,
    status,
    ...placed,
    remarks: draft.remarks ?? null,
    completedAt: draft.completedAt ?? null,
  };
  const repeated = checks.find(({ id }) => id === placed.recheckOfId);
  const faults = courseFaults(row, repeated, tx.now, tx.origin);
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** The unique index is the net under the trainee's lock: should it catch something, the caller gets the same code. */
const asScheduled = (error: unknown): Failure => {
  if (brokenConstraint(error) !== "stage_checks_stage") throw error;
  return fail("conflict", "The stage was scheduled just now in another check. Change or cancel that one.");
};
