import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { type Failure, invalidFields, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { localDate } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { insertItems } from "../queries.ts";
import { courseFaults, statusOn } from "../rules.ts";
import type { ComplianceItem, ComplianceItemDraft } from "../schema.ts";

const LEAD_DAYS = 30;

/** A draft; an import may bring the state that the item is in by now. */
export interface NewComplianceItem
  extends ComplianceItemDraft, Partial<Pick<ComplianceItem, "status" | "completedOn" | "waiver">> {}

type Created = Promise<ComplianceItem | Failure>;

/** Adds one item. */
export const createItem = (db: Db | CenterTx, centerId: CenterId, draft: ComplianceItemDraft): Created =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createItems(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  });

/**
 * Adds a batch: each outcome stands at its draft's place, and the good ones are written. A new item is compliant until
 * time says otherwise, at the next run of the jobs, which then fires; an imported one is at once where time has put it.
 */
export const createItems = async (
  tx: CenterTx,
  drafts: readonly NewComplianceItem[],
): Promise<(ComplianceItem | Failure)[]> => {
  const outcomes = drafts.map((draft) => judge(tx, draft));
  const created = outcomes.filter(isSuccess);
  if (created.length > 0) await insertItems(tx, created, localDate(tx.now, tx.zone));
  return outcomes;
};

const judge = (tx: CenterTx, draft: NewComplianceItem): ComplianceItem | Failure => {
  const today = localDate(tx.now, tx.zone);
  const dates = { dueOn: draft.dueOn ?? null, leadDays: draft.leadDays ?? LEAD_DAYS };
  const row: ComplianceItem = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    title: draft.title,
    category: draft.category,
    status: tx.origin === "change" ? "COMPLIANT" : (draft.status ?? statusOn(dates, today)),
    ...dates,
    recurrenceMonths: draft.recurrenceMonths ?? null,
    owner: draft.owner ?? null,
    completedOn: draft.completedOn ?? null,
    waiver: draft.waiver ?? null,
  };
  const faults = tx.origin === "change" ? [] : courseFaults(row, today);
  return faults.length > 0 ? invalidFields(faults) : row;
};
