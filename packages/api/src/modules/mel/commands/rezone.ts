import type { Zone } from "../../../lib/time.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { findOpenForUpdate, updateDeferrals } from "../queries.ts";
import { inZone } from "../rules.ts";

/**
 * Counts the running repair intervals anew after the center moved from another zone to the transaction's. No event is
 * for that; an expiry that was announced is announced anew, since it is another instant.
 */
export const rezoneDeferrals = async (tx: CenterTx, from: Zone): Promise<void> => {
  const moved = (await findOpenForUpdate(tx)).flatMap((row) => {
    const next = inZone(row, from, tx.zone);
    return next.expiresAt === row.expiresAt ? [] : [{ ...next, version: row.version + 1, updatedAt: tx.at }];
  });
  if (moved.length > 0) await updateDeferrals(tx, moved);
};
