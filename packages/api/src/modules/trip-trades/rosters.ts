import { DAY_MS, plusMs } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { sessionsTaughtBy } from "../bookings/reads.ts";
import { reservesOf } from "../reserve/reads.ts";
import { tripsOf } from "../trips/reads.ts";
import type { Trip } from "../trips/schema.ts";
import { type Commitment, reserveCommitments, sessionCommitment, tripCommitment } from "./legality/roster.ts";

/** How far around a trip trips matter: 365 calendar days of flight hours, and a day for the zone. */
const YEAR_MS = 367 * DAY_MS;

/** How far around reserve matters: 672 hours of duty. */
const MONTH_MS = 29 * DAY_MS;

/** How far around sessions matter: a week without 30 free hours. */
const WEEK_MS = 9 * DAY_MS;

/**
 * What these people have to do around these trips, the trips themselves left out. Call with the people locked, else
 * another approval may add to it before this one is written.
 */
export const rostersAround = async (
  tx: CenterTx,
  people: readonly string[],
  trips: readonly Trip[],
): Promise<Map<string, Commitment[]>> => {
  const around = (ms: number) => ({
    from: plusMs(trips.map(({ startsAt }) => startsAt).toSorted()[0] ?? tx.now, -ms),
    to: plusMs(
      trips
        .map(({ endsAt }) => endsAt)
        .toSorted()
        .at(-1) ?? tx.now,
      ms,
    ),
  });
  const [year, month, week] = [around(YEAR_MS), around(MONTH_MS), around(WEEK_MS)];
  const traded = new Set(trips.map(({ id }) => id));
  const [flown, held, taught] = await Promise.all([
    tripsOf(
      tx,
      people.map((crewMemberId) => ({ crewMemberId, startsAt: year.from, endsAt: year.to })),
    ),
    reservesOf(
      tx,
      people.map((crewMemberId) => ({ crewMemberId, ...month })),
    ),
    sessionsTaughtBy(tx, people, week),
  ]);
  const rosters = new Map<string, Commitment[]>(people.map((id) => [id, []]));
  for (const trip of flown)
    if (trip.crewMemberId !== null && !traded.has(trip.id)) rosters.get(trip.crewMemberId)?.push(tripCommitment(trip));
  for (const row of held) rosters.get(row.crewMember.id)?.push(...reserveCommitments(row));
  for (const row of taught) rosters.get(row.instructorId)?.push(sessionCommitment(row.startsAt, row.endsAt));
  return rosters;
};
