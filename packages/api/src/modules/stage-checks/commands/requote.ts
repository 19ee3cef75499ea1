import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateStageChecks } from "../queries.ts";
import type { StageCheck } from "../schema.ts";

/** A name that stage checks quote, as it is now: a trainee's or a check instructor's. */
export interface Renamed {
  person: { id: string; name: string };
}

/**
 * Rewrites a changed name in every stage check that quotes it. The check itself did not change: its version stays and
 * no event fires, but `updatedAt` moves, so that an incremental sync sees the new name.
 */
export const requoteStageChecks = async (tx: CenterTx, { person }: Renamed): Promise<void> => {
  const quoting = await findQuotingForUpdate(tx, person.id);
  if (quoting.length === 0) return;
  await updateStageChecks(
    tx,
    quoting.map((row) => ({ ...requote(row, person), updatedAt: tx.at })),
  );
};

const requote = (row: StageCheck, person: Renamed["person"]): StageCheck => ({
  ...row,
  trainee: row.trainee.id === person.id ? person : row.trainee,
  checkInstructor: row.checkInstructor.id === person.id ? person : row.checkInstructor,
});
