import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateDeferrals } from "../queries.ts";
import type { MelDeferral } from "../schema.ts";

/** A tail number that deferrals quote, as it is now. */
export interface Renamed {
  aircraft: MelDeferral["aircraft"];
}

/**
 * Rewrites a changed tail number in every deferral that quotes it. The deferral itself did not change: its version
 * stays and no event fires, but `updatedAt` moves, so that an incremental sync sees the new tail number.
 */
export const requoteDeferrals = async (tx: CenterTx, { aircraft }: Renamed): Promise<void> => {
  const quoting = await findQuotingForUpdate(tx, aircraft.id);
  if (quoting.length === 0) return;
  await updateDeferrals(
    tx,
    quoting.map((row) => ({ ...row, aircraft, updatedAt: tx.at })),
  );
};
