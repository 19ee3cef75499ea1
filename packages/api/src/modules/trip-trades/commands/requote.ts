import type { CenterTx } from "../../../lib/transaction.ts";
import type { Trip } from "../../trips/schema.ts";
import { findQuotingPersonForUpdate, findQuotingTripForUpdate, updateTrades } from "../queries/trades.ts";
import { quoteTrip, withTrip } from "../rules.ts";
import type { TripTrade } from "../schema.ts";

/** What trades quote, as it is now. */
export type Requoted = { person: { id: string; name: string } } | { trip: Trip };

/**
 * Rewrites a changed name, or a trip's number and start, in every trade that quotes it. The trade itself did not change:
 * its version stays and no event fires, but `updatedAt` moves, so that an incremental sync sees it. Only where its
 * cut-off moved with a trip's start is it another version.
 */
export const requoteTripTrades = async (tx: CenterTx, requoted: Requoted): Promise<void> => {
  const rows =
    "person" in requoted
      ? (await findQuotingPersonForUpdate(tx, requoted.person.id)).map((row) => withPerson(row, requoted.person))
      : (await findQuotingTripForUpdate(tx, requoted.trip.id)).map((row) => movedWith(row, requoted.trip));
  if (rows.length === 0) return;
  await updateTrades(
    tx,
    rows.map((row) => ({ ...row, updatedAt: tx.at })),
  );
};

const withPerson = (row: TripTrade, person: TripTrade["requester"]): TripTrade => ({
  ...row,
  requester: row.requester.id === person.id ? person : row.requester,
  counterparty: row.counterparty?.id === person.id ? person : row.counterparty,
});

const movedWith = (row: TripTrade, trip: Trip): TripTrade => {
  const next = withTrip(row, quoteTrip(trip));
  return next.cutOffAt === row.cutOffAt ? next : { ...next, version: row.version + 1 };
};
