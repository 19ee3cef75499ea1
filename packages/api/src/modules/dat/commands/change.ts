import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { type By, record } from "../../../platform/audit/record.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { datTestCancelled, datTestNotified, datTestResulted } from "../events.ts";
import { appendResults, findDatRecordForUpdate, updateDatRecord } from "../queries/tests.ts";
import { cancel, collect, correctResult, giveResult, noticeOf, notify } from "../rules.ts";
import type { CancelReason, CorrectionDraft, datNotice, DatRecord, ResultDraft } from "../schema.ts";

type Changed = Promise<DatRecord | Failure>;

/** Tells the person. From here on the API knows of the test: it is created, as far as anyone can see. */
export const notifyOfTest = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, {
    event: datTestNotified,
    rule: (row, tx) => {
      const next = notify(row, tx.now);
      return isFailure(next) || next === row ? next : { ...next, createdAt: tx.at };
    },
  });

/** Records that a specimen was collected, which shows nowhere without `dat_results:read`. */
export const collectSpecimen = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, { event: null, rule: (row, tx) => collect(row, tx.now) });

/** Records the result. */
export const recordResult = (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  target: Target,
  draft: ResultDraft,
): Changed =>
  changing(db, centerId, target, {
    event: datTestResulted,
    rule: (row, tx) => giveResult(row, draft, tx.now),
    saved: (tx, test) => keepResult(tx, by, test, { ...draft, note: null }),
  });

/** Appends a correction of the result, which fires `resulted` again. */
export const correctTestResult = (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  target: Target,
  draft: CorrectionDraft,
): Changed =>
  changing(db, centerId, target, {
    event: datTestResulted,
    rule: (row) => correctResult(row, draft),
    saved: (tx, test) => keepResult(tx, by, test, draft),
  });

/** Cancels the test; before notice nobody learns of it. */
export const cancelTest = (db: Db | CenterTx, centerId: CenterId, target: Target, reason: CancelReason): Changed =>
  changing(db, centerId, target, { event: datTestCancelled, rule: (row) => cancel(row, reason) });

const keepResult = async (
  tx: CenterTx,
  by: By,
  test: DatRecord,
  { result, determinedBy, note }: ResultDraft & { note: string | null },
): Promise<void> => {
  await appendResults(tx, [{ test, recorded: { result, determinedBy, note, recordedAt: tx.at } }]);
  const action = note === null ? "dat_test.result_recorded" : "dat_test.result_corrected";
  await record(tx, by, action, { type: "dat_test", id: test.id, confidential: true });
};

interface Step {
  rule: (row: DatRecord, tx: CenterTx) => DatRecord | Failure;
  /** What the change fires once the person is notified; null for what must not show. */
  event: EventDefinition<typeof datNotice> | null;
  saved?: (tx: CenterTx, row: DatRecord) => Promise<void>;
}

/**
 * Load, decide, write, emit. What changes nothing (a repeated call) writes nothing and fires nothing. What must not
 * show changes neither the notice nor the version that notice and record have in common.
 */
const changing = (db: Db | CenterTx, centerId: CenterId, target: Target, step: Step): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await findDatRecordForUpdate(tx, target.id);
    if (!row) return notFound("DAT test");
    const refused = staleVersion("DAT test", row, target.expectedVersion);
    if (refused) return refused;
    const next = step.rule(row, tx);
    if (isFailure(next) || next === row) return next;
    const shows = step.event !== null;
    const saved = { ...next, version: row.version + (shows ? 1 : 0), updatedAt: tx.at };
    await updateDatRecord(tx, saved, shows);
    await step.saved?.(tx, saved);
    const [before, notice] = [noticeOf(row), noticeOf(saved)];
    if (step.event && notice) await emit(tx, step.event, notice, before && earlierValues(before, notice));
    return saved;
  });
