import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { HOUR_MS, plusMs } from "../../../lib/time.ts";
import type { CrewDraft } from "../../crew/schema.ts";
import { createTrip } from "../../trips/commands.ts";
import { readTrip } from "../../trips/reads.ts";
import type { Trip, TripDraft } from "../../trips/schema.ts";
import type { TripTrade } from "../schema.ts";
import { requestTrade } from "./request.ts";

/** What the tests of trades have in common: captains of one base and type, their trips, and what was fired. */

export const any = (id: string) => ({ id, expectedVersion: null });
export const sam = { by: "Sam Okafor", reason: null };
export const hours = (count: number): string => plusMs(new Date().toISOString(), count * HOUR_MS);

export const captain = (db: Db, center: CenterId, change: Partial<CrewDraft> = {}) =>
  newCrewMember(db, center, { role: "CAPTAIN", ...change });

/** A trip of one eight-hour duty that starts in so many hours. */
export const trip = async (
  db: Db,
  center: CenterId,
  startsIn: number,
  change: Partial<TripDraft> = {},
): Promise<Trip> =>
  ok(
    await createTrip(db, center, {
      number: "P4127",
      base: "DEN",
      aircraftType: "B738",
      position: "CAPTAIN",
      duties: [{ reportAt: hours(startsIn), releaseAt: hours(startsIn + 8), blockMinutes: 300 }],
      ...change,
    }),
  );

export const holderOf = async (db: Db, center: CenterId, id: string) => (await readTrip(db, center, id))?.crewMemberId;

interface EventRow {
  type: string;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.trade_events",
  "select type, data from events where center_id = $1 and ($2::uuid is null or subject_id = $2) order by id",
);
export interface Fired {
  type: string;
  object: TripTrade;
  previous: Partial<TripTrade> | null;
}
/** What was fired of one trade, or of all. */
export const eventsOf = async (db: Db, center: CenterId, id: string | null): Promise<Fired[]> =>
  (await db.many(eventsQuery, [center, id])).map(({ type, data }) => ({
    type,
    ...(JSON.parse(data) as Omit<Fired, "type">),
  }));

const stored = statement<{ count: number }>(
  "test.trades",
  "select count(*) as count from trip_trades where center_id = $1",
);
export const tradesIn = async (db: Db, center: CenterId): Promise<number> => (await db.one(stored, [center])).count;

/** Two captains with a trip each, which they may swap. */
export const swappable = async (db: Db, center: CenterId) => {
  const [ann, bob] = [await captain(db, center), await captain(db, center)];
  const anns = await trip(db, center, 48, { crewMemberId: ann.id });
  const bobs = await trip(db, center, 72, { crewMemberId: bob.id });
  return { ann, bob, anns, bobs };
};

export const requestedSwap = async (db: Db, center: CenterId) => {
  const parties = await swappable(db, center);
  const { ann, anns, bobs } = parties;
  const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id, wantedTripId: bobs.id } as const;
  return { ...parties, row: ok(await requestTrade(db, center, swap)) };
};
