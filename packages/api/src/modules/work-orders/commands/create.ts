import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { takeNumbers } from "../../../lib/counter.ts";
import { type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, inHeldZone, transaction } from "../../../lib/transaction.ts";
import { emitAll } from "../../../platform/webhooks/emit.ts";
import { workOrderCreated } from "../events.ts";
import { insertWorkOrders } from "../queries.ts";
import { lockReferences, quote, type References } from "../references.ts";
import { courseFaults, repairDueAt } from "../rules.ts";
import type { WorkOrder, WorkOrderDraft } from "../schema.ts";
import { settleService } from "../service.ts";

/** A draft; an import may bring the state that the work order is in by now, with its times. */
export interface NewWorkOrder
  extends WorkOrderDraft, Partial<Pick<WorkOrder, "status" | "startedAt" | "completedAt" | "resolution">> {}

/** Opens one work order. */
export const createWorkOrder = (db: Db | CenterTx, centerId: CenterId, draft: WorkOrderDraft): Created =>
  transaction(db, centerId, async (tx) => {
    const [opened] = await createWorkOrders(tx, [draft]);
    if (!opened) throw new Error("A batch of one has one outcome.");
    return opened;
  });

type Created = Promise<WorkOrder | Failure>;

/** Opens a batch: each outcome stands at its draft's place; the good ones are written and numbered in their order. */
export const createWorkOrders = async (
  opener: CenterTx,
  drafts: readonly NewWorkOrder[],
): Promise<(WorkOrder | Failure)[]> => {
  const tx = await inHeldZone(opener);
  const references = await lockReferences(tx, drafts);
  const judged = await Promise.all(drafts.map((draft) => judge(tx, draft, references)));
  const opened = await numbered(tx, judged.filter(isSuccess));
  if (opened.length > 0) await insertWorkOrders(tx, opened);
  const touched = new Set(opened.map(({ simulator }) => simulator.id));
  await settleService(
    tx,
    [...references.simulators.values()].filter(({ id }) => touched.has(id)),
  );
  await emitAll(
    tx,
    workOrderCreated,
    opened.map((object) => ({ object, previous: null })),
  );
  const rows = opened.values();
  return judged.map((outcome) => (isFailure(outcome) ? outcome : (rows.next().value ?? outcome)));
};

const judge = async (tx: CenterTx, draft: NewWorkOrder, references: References): Created => {
  const quoted = await quote(tx, draft, references);
  if (isFailure(quoted)) return quoted;
  const mmi = draft.missingMalfunctioningInoperative ?? false;
  const discoveredAt = draft.discoveredAt ?? tx.now;
  const row: WorkOrder = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    number: "",
    ...quoted,
    title: draft.title,
    description: draft.description ?? null,
    priority: draft.priority ?? "NORMAL",
    status: draft.status ?? "OPEN",
    missingMalfunctioningInoperative: mmi,
    discoveredAt,
    dueAt: mmi ? repairDueAt(discoveredAt, tx.zone) : null,
    startedAt: draft.startedAt ?? null,
    completedAt: draft.completedAt ?? null,
    resolution: draft.resolution ?? null,
  };
  const faults = courseFaults(row, tx.now);
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** Numbers are taken last: from here on every creator in this center waits for us. */
const numbered = async (tx: CenterTx, rows: readonly WorkOrder[]): Promise<WorkOrder[]> => {
  if (rows.length === 0) return [];
  const first = await takeNumbers(tx, "work_orders", rows.length);
  return rows.map((row, index) => ({ ...row, number: `WO-${String(first + index).padStart(6, "0")}` }));
};
