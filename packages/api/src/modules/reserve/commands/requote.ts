import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateReserves } from "../queries.ts";

/**
 * Rewrites a person's changed name in every reserve assignment that quotes it. The assignment itself did not change:
 * its version stays and no event fires, but `updatedAt` moves, so that an incremental sync sees the new name.
 */
export const requoteReserves = async (
  tx: CenterTx,
  { person }: { person: { id: string; name: string } },
): Promise<void> => {
  const quoting = await findQuotingForUpdate(tx, person.id);
  if (quoting.length === 0) return;
  await updateReserves(
    tx,
    quoting.map((row) => ({ ...row, crewMember: person, updatedAt: tx.at })),
  );
};
