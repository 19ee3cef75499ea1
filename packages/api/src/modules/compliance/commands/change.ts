import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { localDate, type PlainDate } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { itemCompleted, itemWaived } from "../events.ts";
import { findItemForUpdate, updateItems } from "../queries.ts";
import { complete, revise, start, waive } from "../rules.ts";
import type { complianceItem, ComplianceItem, ComplianceItemChange, WaiverDraft } from "../schema.ts";

type Changed = Promise<ComplianceItem | Failure>;

/** Changes text, dates or recurrence. There is no event for it; what a new date leads to, time fires. */
export const changeItem = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  change: ComplianceItemChange,
): Changed => changing(db, centerId, target, null, (row, today) => revise(row, withChange(row, change), today));

/** Records that someone works on what is due. There is no event for it. */
export const startItem = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, null, (row) => start(row));

/** Completes an item, today unless said. */
export const completeItem = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  completedOn: PlainDate | undefined,
): Changed => changing(db, centerId, target, itemCompleted, (row, today) => complete(row, completedOn ?? today, today));

export const waiveItem = (db: Db | CenterTx, centerId: CenterId, target: Target, waiver: WaiverDraft): Changed =>
  changing(db, centerId, target, itemWaived, (row, today) => waive(row, waiver, today));

type Rule = (row: ComplianceItem, today: PlainDate) => ComplianceItem | Failure;

/** Load, decide, write, emit. What changes nothing (a repeated call) writes nothing and fires nothing. */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof complianceItem> | null,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await findItemForUpdate(tx, target.id);
    if (!row) return notFound("compliance item");
    const refused = staleVersion("compliance item", row, target.expectedVersion);
    if (refused) return refused;
    const next = rule(row, localDate(tx.now, tx.zone));
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateItems(tx, [saved]);
    if (event) await emit(tx, event, saved, previous);
    return saved;
  });
