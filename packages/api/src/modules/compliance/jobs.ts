import { earlierValues } from "../../lib/changes.ts";
import type { TimedJob } from "../../lib/jobs.ts";
import { localDate } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type Change, emitAll } from "../../platform/webhooks/emit.ts";
import { itemDueSoon, itemOverdue } from "./events.ts";
import {
  findDueSoonForUpdate,
  findOverdueForUpdate,
  findWaiverEndForUpdate,
  NEXT_DUE_SOON,
  NEXT_OVERDUE,
  NEXT_WAIVER_END,
  updateItems,
} from "./queries.ts";
import { endWaiver, fallDueSoon, fallOverdue } from "./rules.ts";
import type { ComplianceItem } from "./schema.ts";

const dueSoonJob: TimedJob = {
  name: "compliance.due_soon",
  due: NEXT_DUE_SOON,
  work: async (tx, upTo, limit) => {
    const changes = moved(tx, await findDueSoonForUpdate(tx, localDate(upTo, tx.zone), limit), fallDueSoon);
    await save(tx, changes);
    await emitAll(tx, itemDueSoon, changes);
    return changes.length;
  },
};

/** Of an item in progress no field changes, but the version: events of one row are ordered by it. */
const overdueJob: TimedJob = {
  name: "compliance.overdue",
  due: NEXT_OVERDUE,
  work: async (tx, upTo, limit) => {
    const changes = moved(tx, await findOverdueForUpdate(tx, localDate(upTo, tx.zone), limit), fallOverdue);
    await save(tx, changes, true);
    await emitAll(tx, itemOverdue, changes);
    return changes.length;
  },
};

/** A waiver that ends fires what the item enters by it. */
const waiverEndJob: TimedJob = {
  name: "compliance.waiver_end",
  due: NEXT_WAIVER_END,
  work: async (tx, upTo, limit) => {
    const changes = moved(tx, await findWaiverEndForUpdate(tx, localDate(upTo, tx.zone), limit), endWaiver);
    await save(tx, changes);
    const entering = (status: ComplianceItem["status"]) => changes.filter(({ object }) => object.status === status);
    await emitAll(tx, itemDueSoon, entering("DUE_SOON"));
    await emitAll(tx, itemOverdue, entering("OVERDUE"));
    return changes.length;
  },
};

type Changes = readonly Change<ComplianceItem>[];

const moved = (tx: CenterTx, rows: readonly ComplianceItem[], rule: (row: ComplianceItem) => ComplianceItem): Changes =>
  rows.map((row) => {
    const object = { ...rule(row), version: row.version + 1, updatedAt: tx.at };
    return { object, previous: earlierValues(row, object) };
  });

const save = async (tx: CenterTx, changes: Changes, announced = false): Promise<void> => {
  if (changes.length === 0) return;
  await updateItems(
    tx,
    changes.map(({ object }) => object),
    announced,
  );
};

export const complianceJobs: readonly TimedJob[] = [waiverEndJob, dueSoonJob, overdueJob];
