import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateFaTrainings } from "../queries.ts";

/**
 * Rewrites a person's changed name in every currency that quotes it. The currency itself did not change: its version
 * stays and no event fires, but `updatedAt` moves, so that an incremental sync sees the new name.
 */
export const requoteFaTraining = async (
  tx: CenterTx,
  { person }: { person: { id: string; name: string } },
): Promise<void> => {
  const quoting = await findQuotingForUpdate(tx, person.id);
  if (quoting.length === 0) return;
  await updateFaTrainings(
    tx,
    quoting.map((row) => ({ ...row, crewMember: person, updatedAt: tx.at })),
  );
};
