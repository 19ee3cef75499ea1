import type { CenterTx } from "../../../lib/transaction.ts";
import { findDatedForUpdate, updateWorkOrders } from "../queries.ts";
import { repairDueAt } from "../rules.ts";

/** Counts the running repair periods anew after the center moved to the transaction's zone. No event is for that. */
export const rezoneWorkOrders = async (tx: CenterTx): Promise<void> => {
  const moved = (await findDatedForUpdate(tx)).flatMap((row) => {
    const dueAt = repairDueAt(row.discoveredAt, tx.zone);
    return dueAt === row.dueAt ? [] : [{ ...row, dueAt, version: row.version + 1, updatedAt: tx.at }];
  });
  if (moved.length > 0) await updateWorkOrders(tx, moved);
};
