import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { workOrderAwaitingParts, workOrderCancelled, workOrderCompleted, workOrderUpdated } from "../events.ts";
import { findWorkOrder, findWorkOrderForUpdate, updateWorkOrders } from "../queries.ts";
import { lockReferences, quoteAssignee, type References } from "../references.ts";
import { awaitParts, cancel, complete, resume, revise, start } from "../rules.ts";
import type { workOrder, WorkOrder, WorkOrderChange } from "../schema.ts";
import { settleService } from "../service.ts";

type Changed = Promise<WorkOrder | Failure>;

/** Changes priority, assignee or text. */
export const changeWorkOrder = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  { assigneeId, ...change }: WorkOrderChange,
): Changed =>
  changing(db, centerId, target, workOrderUpdated, assigneeId, (row, _tx, references) => {
    const assignee = assigneeId === undefined ? row.assignee : quoteAssignee(assigneeId, references);
    if (isFailure(assignee)) return assignee;
    return revise(row, { ...withChange(row, change), assignee });
  });

export const startWork = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, workOrderUpdated, null, (row, tx) => start(row, tx.now));

export const awaitPartsFor = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, workOrderAwaitingParts, null, (row) => awaitParts(row));

export const resumeWork = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, workOrderUpdated, null, (row) => resume(row));

export const completeWork = (db: Db | CenterTx, centerId: CenterId, target: Target, resolution: string): Changed =>
  changing(db, centerId, target, workOrderCompleted, null, (row, tx) => complete(row, resolution, tx.now));

export const cancelWork = (db: Db | CenterTx, centerId: CenterId, target: Target, reason: string | null): Changed =>
  changing(db, centerId, target, workOrderCancelled, null, (row) => cancel(row, reason));

type Rule = (row: WorkOrder, tx: CenterTx, references: References) => WorkOrder | Failure;

/**
 * Load, decide, write, emit. Locks the simulator first, then the new assignee, then the work order, in the order of
 * renames. What changes nothing (a repeated call) writes nothing and fires nothing.
 */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof workOrder>,
  assigneeId: string | null | undefined,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const seen = await findWorkOrder(tx, centerId, target.id);
    if (!seen) return notFound("work order");
    const references = await lockReferences(tx, [{ simulatorId: seen.simulator.id, assigneeId }]);
    const row = await findWorkOrderForUpdate(tx, target.id);
    if (!row) return notFound("work order");
    const refused = staleVersion("work order", row, target.expectedVersion);
    if (refused) return refused;
    const next = rule(row, tx, references);
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateWorkOrders(tx, [saved]);
    await settleService(tx, [...references.simulators.values()]);
    await emit(tx, event, saved, previous);
    return saved;
  });
