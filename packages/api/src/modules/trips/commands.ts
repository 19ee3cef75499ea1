import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../lib/changes.ts";
import { brokenConstraint } from "../../lib/constraints.ts";
import { fail, type Failure, invalidFields, isFailure, isSuccess, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { staleVersion, type Target } from "../../lib/versions.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { requoteTripTrades } from "../trip-trades/commands/requote.ts";
import { findTrip, findTripsAround, insertTrips, updateTrips } from "./queries.ts";
import { lockTrips } from "./reads.ts";
import { dutyFaults, lacks, spanOf, startFaults, unqualified } from "./rules.ts";
import type { Trip, TripChange, TripDraft } from "./schema.ts";

type Changed = Promise<Trip | Failure>;

/** Adds one trip. */
export const createTrip = (db: Db | CenterTx, centerId: CenterId, draft: TripDraft): Changed =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createTrips(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  }).catch(asOverlap);

/**
 * Adds a batch of trips: each outcome stands at its draft's place, and the good ones are written. Within a batch, the
 * earlier of two that put one person in two places is added.
 */
export const createTrips = async (tx: CenterTx, drafts: readonly TripDraft[]): Promise<(Trip | Failure)[]> => {
  const crew = await lockCrewMembers(tx, [...new Set(drafts.flatMap(({ crewMemberId }) => crewMemberId ?? []))]);
  const judged = drafts.map((draft) => judge(tx, draft, crew));
  const flown = await tripsAround(tx, judged.filter(isSuccess));
  const outcomes = judged.map((row) => {
    if (isFailure(row) || row.crewMemberId === null) return row;
    const own = flown.get(row.crewMemberId) ?? [];
    const overlap = overlapAmong(row, own);
    if (overlap) return overlap;
    flown.set(row.crewMemberId, [...own, row]);
    return row;
  });
  const created = outcomes.filter(isSuccess);
  if (created.length > 0) await insertTrips(tx, created);
  return outcomes;
};

const judge = (tx: CenterTx, draft: TripDraft, crew: ReadonlyMap<string, CrewMember>): Trip | Failure => {
  const row: Trip = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    number: draft.number,
    base: draft.base,
    aircraftType: draft.aircraftType,
    duties: draft.duties,
    ...spanOf(draft.duties),
    crewMemberId: draft.crewMemberId ?? null,
    position: draft.position,
  };
  const faults = [...dutyFaults(row.duties), ...(tx.origin === "change" ? startFaults(row.startsAt, tx.now) : [])];
  if (faults.length > 0) return invalidFields(faults);
  return refuseCrew(tx, row, crew) ?? row;
};

/** Whoever flies it is known and qualified; what an import brings from the past was flown as it was. */
const refuseCrew = (tx: CenterTx, row: Trip, crew: ReadonlyMap<string, CrewMember>): Failure | undefined => {
  if (row.crewMemberId === null) return undefined;
  const member = crew.get(row.crewMemberId);
  if (!member) return unknownCrew(row.crewMemberId);
  if (tx.origin === "import" && row.endsAt <= tx.now) return undefined;
  const missing = lacks(row, member);
  return missing.length > 0 ? unqualified(missing) : undefined;
};

/** Replaces details of a trip, in the trades that quote it too. What changes nothing is no change. */
export const changeTrip = (db: Db | CenterTx, centerId: CenterId, target: Target, change: TripChange): Changed =>
  transaction(db, centerId, async (tx) => {
    const locked = await lockForChange(tx, target);
    if (isFailure(locked)) return locked;
    const { row, crew } = locked;
    const merged = withChange(row, change);
    const next = { ...merged, ...spanOf(merged.duties) };
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const faults = [
      ...dutyFaults(next.duties),
      ...(next.startsAt === row.startsAt ? [] : startFaults(next.startsAt, tx.now)),
    ];
    if (faults.length > 0) return invalidFields(faults);
    const refused = refuseCrew(tx, next, crew) ?? (await overlapOf(tx, next));
    if (refused) return refused;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateTrips(tx, [saved]);
    if (saved.number !== row.number || saved.startsAt !== row.startsAt) await requoteTripTrades(tx, { trip: saved });
    return saved;
  }).catch(asOverlap);

/**
 * Gives a trip to a crew member, or opens it (null): the roster as whoever plans it has it. Judged by qualification and
 * overlap with other trips; hours and rest are judged where crew members trade among themselves.
 */
export const assignTrip = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  crewMemberId: string | null,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const locked = await lockForChange(tx, target, crewMemberId);
    if (isFailure(locked)) return locked;
    const { row, crew } = locked;
    if (row.crewMemberId === crewMemberId) return row;
    const next = { ...row, crewMemberId };
    const refused = refuseCrew(tx, next, crew) ?? (await overlapOf(tx, next));
    if (refused) return refused;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateTrips(tx, [saved], false);
    return saved;
  }).catch(asOverlap);

interface Locked {
  row: Trip;
  crew: ReadonlyMap<string, CrewMember>;
}

/** Locks who flies or is to fly the trip, then the trip, in the order of trades; a trip that is over is a record. */
const lockForChange = async (
  tx: CenterTx,
  { id, expectedVersion }: Target,
  crewMemberId: string | null = null,
): Promise<Locked | Failure> => {
  const seen = await findTrip(tx, tx.centerId, id);
  if (!seen) return notFound("trip");
  const people = [seen.crewMemberId, crewMemberId].flatMap((one) => one ?? []);
  const crew = await lockCrewMembers(tx, [...new Set(people)]);
  const row = (await lockTrips(tx, [id])).get(id);
  if (!row) return notFound("trip");
  const stale = staleVersion("trip", row, expectedVersion);
  if (stale) return stale;
  if (row.crewMemberId !== seen.crewMemberId)
    return fail(
      "conflict",
      "The trip was given to someone else just now. Read it again and repeat the change if it still applies.",
    );
  return row.endsAt <= tx.now
    ? fail("conflict", `The trip ended at ${row.endsAt}; it is a record and does not change any more.`)
    : { row, crew };
};

const tripsAround = async (tx: CenterTx, rows: readonly Trip[]): Promise<Map<string | null, Trip[]>> =>
  Map.groupBy(await findTripsAround(tx, rows.flatMap(claimOf)), (row) => row.crewMemberId);

const claimOf = ({ crewMemberId, startsAt, endsAt }: Trip) =>
  crewMemberId === null ? [] : [{ crewMemberId, startsAt, endsAt }];

const overlapOf = async (tx: CenterTx, row: Trip): Promise<Failure | undefined> =>
  overlapAmong(row, await findTripsAround(tx, claimOf(row)));

const overlapAmong = (row: Trip, others: readonly Trip[]): Failure | undefined => {
  const other = others.find((one) => one.id !== row.id && one.startsAt < row.endsAt && row.startsAt < one.endsAt);
  return (
    other &&
    fail(
      "conflict",
      `The crew member flies trip ${other.number} from ${other.startsAt} to ${other.endsAt}. Choose someone else, or open that trip first.`,
      { conflictingId: other.id },
    )
  );
};

const unknownCrew = (id: string): Failure =>
  fail("unprocessable", `No crew member ${id} exists in this center; GET /crew lists them.`, {
    errors: [{ path: "crewMemberId", message: "refers to no crew member of this center" }],
  });

/** The constraint is the net under the lock: should it catch something, the caller gets the same code. */
const asOverlap = (error: unknown): Failure => {
  if (brokenConstraint(error) === "trips_crew_overlap")
    return fail(
      "conflict",
      "The crew member got another trip at this time just now. List their trips and choose again.",
    );
  throw error;
};
