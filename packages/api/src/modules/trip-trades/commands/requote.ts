import type { CenterTx } from "../../../lib/transaction.ts";
import type { Trip } from "../../trips/schema.ts";
import { findQuotingPersonForUpdate, findQuotingTripForUpdate, updateTrades } from "../queries/trades.ts";
import { cutOffOf, quoteTrip } from "../rules.ts";
import type { TripTrade } from "../schema.ts";
import { findTradeSettings } from "../queries/settings.ts";

/** What trades quote, as it is now. */
export type Requoted = { person: { id: string; name: string } } | { trip: Trip };

/**
 * Rewrites a changed name, or a trip's number and start, in every trade that quotes it; an undecided one gets the
 * cut-off of the new start. The trade itself did not change: its version stays and no event fires, but `updatedAt`
 * moves, so that an incremental sync sees it.
 */
export const requoteTripTrades = async (tx: CenterTx, requoted: Requoted): Promise<void> => {
  const rows =
    "person" in requoted
      ? (await findQuotingPersonForUpdate(tx, requoted.person.id)).map((row) => withPerson(row, requoted.person))
      : await withTrip(tx, requoted.trip);
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

const withTrip = async (tx: CenterTx, trip: Trip): Promise<TripTrade[]> => {
  const rows = await findQuotingTripForUpdate(tx, trip.id);
  const settings = await findTradeSettings(tx, tx.centerId);
  const quoted = quoteTrip(trip);
  return rows.map((row) => {
    const offeredTrip = row.offeredTrip?.id === trip.id ? quoted : row.offeredTrip;
    const wantedTrip = row.wantedTrip?.id === trip.id ? quoted : row.wantedTrip;
    const cutOffAt = row.status === "REQUESTED" ? cutOffOf([offeredTrip, wantedTrip], settings) : row.cutOffAt;
    return { ...row, offeredTrip, wantedTrip, cutOffAt };
  });
};
