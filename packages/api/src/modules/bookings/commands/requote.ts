import type { CenterTx } from "../../../lib/transaction.ts";
import { findQuotingForUpdate, updateBookings } from "../queries.ts";
import type { Booking } from "../schema.ts";

/** A name that bookings quote, as it is now. */
export type Renamed = { simulator: Booking["simulator"] } | { person: { id: string; name: string } };

/**
 * Rewrites a changed name in every booking that quotes it. The booking itself did not change: its version stays and no
 * event fires, but `updatedAt` moves, so that an incremental sync sees the new name.
 */
export const requoteBookings = async (tx: CenterTx, renamed: Renamed): Promise<void> => {
  const sourceId = "simulator" in renamed ? renamed.simulator.id : renamed.person.id;
  const quoting = await findQuotingForUpdate(tx, sourceId);
  const requoted = quoting.map((row) => ({ ...requote(row, renamed), updatedAt: tx.at }));
  await updateBookings(tx, requoted, false);
};

const requote = (row: Booking, renamed: Renamed): Booking => {
  if ("simulator" in renamed) return { ...row, simulator: renamed.simulator };
  const { id, name } = renamed.person;
  return {
    ...row,
    trainees: row.trainees.map((trainee) => (trainee.id === id ? { ...trainee, name } : trainee)),
    instructor: row.instructor?.id === id ? { ...row.instructor, name } : row.instructor,
  };
};
