import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { findTrip, findTripsAround, findTripsForUpdate, type PersonSpan, updateTrips } from "./queries.ts";
import type { Trip } from "./schema.ts";

/** These trips by id, locked in id order until the transaction ends; what is not of the center is missing. */
export const lockTrips = async (tx: CenterTx, tripIds: readonly string[]): Promise<Map<string, Trip>> =>
  new Map((await findTripsForUpdate(tx, tripIds)).map((trip) => [trip.id, trip]));

/** One trip, as it is now. */
export const readTrip = (db: Queryable, centerId: CenterId, id: string): Promise<Trip | undefined> =>
  findTrip(db, centerId, id);

/** The trips of these people that overlap the spans. */
export const tripsOf = (tx: CenterTx, spans: readonly PersonSpan[]): Promise<Trip[]> => findTripsAround(tx, spans);

/** Who is to fly a trip from now on; null opens it. */
export interface Move {
  trip: Trip;
  crewMemberId: string | null;
}

/** Reassigns trips all at once: one statement, so that two people can swap. Lock the trips before. */
export const moveTrips = async (tx: CenterTx, moves: readonly Move[]): Promise<void> => {
  const moved = moves.map(({ trip, crewMemberId }) => ({
    ...trip,
    crewMemberId,
    version: trip.version + 1,
    updatedAt: tx.at,
  }));
  await updateTrips(tx, moved, false);
};
