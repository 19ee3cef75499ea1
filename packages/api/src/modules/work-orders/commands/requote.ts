import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateWorkOrders } from "../queries.ts";
import type { WorkOrder } from "../schema.ts";

/** A name that work orders quote, as it is now. */
export type Renamed = { simulator: WorkOrder["simulator"] } | { person: { id: string; name: string } };

/**
 * Rewrites a changed name in every work order that quotes it. The work order itself did not change: its version stays
 * and no event fires, but `updatedAt` moves, so that an incremental sync sees the new name.
 */
export const requoteWorkOrders = async (tx: CenterTx, renamed: Renamed): Promise<void> => {
  const sourceId = "simulator" in renamed ? renamed.simulator.id : renamed.person.id;
  const quoting = await findQuotingForUpdate(tx, sourceId);
  if (quoting.length === 0) return;
  await updateWorkOrders(
    tx,
    quoting.map((row) => ({ ...row, ...requoted(renamed), updatedAt: tx.at })),
  );
};

const requoted = (renamed: Renamed): Partial<WorkOrder> =>
  "simulator" in renamed ? { simulator: renamed.simulator } : { assignee: renamed.person };
