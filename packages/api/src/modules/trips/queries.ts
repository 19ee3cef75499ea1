import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { POSITIONS, Trip, TRIP_ASSIGNMENTS } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface TripSearch {
  id?: string[] | undefined;
  crewMemberId?: string | undefined;
  startsAt?: Span | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  position?: (typeof POSITIONS)[number][] | undefined;
  assignment?: (typeof TRIP_ASSIGNMENTS)[number][] | undefined;
}

export const tripDocuments = keysetList<TripSearch>({
  table: "trips",
  filters: {
    id: ids,
    crewMemberId: equal("crew_member_id", "selective"),
    search: contains("search_text"),
    updatedSince: since("updated_at"),
    position: oneOf("position"),
    assignment: oneOf("assignment"),
    startsAt: range("starts_at", "starts_month"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Trip => JSON.parse(document) as Trip; // written by this file alone

const byId = statement<DocumentRow>("trips.by_id", "select document from trips where center_id = $1 and id = $2");

export const findTrip = async (db: Queryable, centerId: CenterId, id: string): Promise<Trip | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "trips.for_update",
  `select document from trips where center_id = $1 and id = ${anyOf("$2::uuid[]")} order by id for update`,
);

/** These trips, locked in id order until the transaction ends. Lock their crew members before. */
export const findTripsForUpdate = async (tx: CenterTx, tripIds: readonly string[]): Promise<Trip[]> =>
  tripIds.length === 0 ? [] : (await tx.many(forUpdate, [tx.centerId, tripIds])).map(parse);

/** A span of a person's time. */
export interface PersonSpan {
  crewMemberId: string;
  startsAt: string;
  endsAt: string;
}

const around = statement<DocumentRow>(
  "trips.around",
  `select document from trips
    where center_id = $1 and id in (
      select trip.id
        from ${unnested("$2::uuid[]", "$3::timestamptz[]", "$4::timestamptz[]")} as wanted(crew_member_id, starts_at, ends_at)
        join trips trip
          on trip.center_id = $1 and trip.crew_member_id = wanted.crew_member_id
         and trip.starts_at < wanted.ends_at and trip.starts_at > wanted.starts_at - interval '31 days'
         and trip.ends_at > wanted.starts_at)`,
);

/** The trips of these people that overlap the spans. */
export const findTripsAround = async (tx: CenterTx, spans: readonly PersonSpan[]): Promise<Trip[]> => {
  if (spans.length === 0) return [];
  const rows = await tx.many(around, [
    tx.centerId,
    spans.map(({ crewMemberId }) => crewMemberId),
    spans.map(({ startsAt }) => startsAt),
    spans.map(({ endsAt }) => endsAt),
  ]);
  return rows.map(parse);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "crewMemberId" uuid, position text,
  "startsAt" timestamptz, "endsAt" timestamptz`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})`;

const insert = statement<never>(
  "trips.insert",
  `insert into trips (center_id, id, version, created_at, updated_at, crew_member_id, position, starts_at, ends_at,
                      search_text, document)
   select $1, given.id, t.version, t."createdAt", t."updatedAt", t."crewMemberId", t.position, t."startsAt", t."endsAt",
          given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "trips.update",
  `update trips
      set version = t.version, updated_at = t."updatedAt", crew_member_id = t."crewMemberId", position = t.position,
          starts_at = t."startsAt", ends_at = t."endsAt", search_text = given.search, document = given.document
     from ${GIVEN}
    where trips.center_id = $1 and trips.id = given.id`,
);

const clearDuties = statement<never>(
  "trips.clear_duties",
  `delete from trip_duties where center_id = $1 and trip_id = ${anyOf("$2::uuid[]")}`,
);

const insertDuties = statement<never>(
  "trips.insert_duties",
  `insert into trip_duties (center_id, trip_id, report_at, release_at)
   select $1, * from ${unnested("$2::uuid[]", "$3::timestamptz[]", "$4::timestamptz[]")}`,
);

export const insertTrips = async (tx: CenterTx, trips: readonly Trip[]): Promise<void> => {
  await Promise.all([tx.run(insert, written(tx, trips)), tx.run(insertDuties, dutiesOf(tx, trips))]);
};

/** Writes changed trips; with `duties` also when they are flown. */
export const updateTrips = async (tx: CenterTx, trips: readonly Trip[], duties = true): Promise<void> => {
  const rows = tx.run(update, written(tx, trips));
  await Promise.all(
    duties
      ? [rows, tx.run(clearDuties, [tx.centerId, trips.map(({ id }) => id)]), tx.run(insertDuties, dutiesOf(tx, trips))]
      : [rows],
  );
};

const written = (tx: CenterTx, trips: readonly Trip[]): unknown[] => [
  tx.centerId,
  trips.map(({ id }) => id),
  trips.map(({ number, base, aircraftType }) => searchText(number, base, aircraftType)),
  trips.map((row) => JSON.stringify(row)),
];

const dutiesOf = (tx: CenterTx, trips: readonly Trip[]): unknown[] => {
  const duties = trips.flatMap(({ id, duties: own }) => own.map((duty) => ({ id, ...duty })));
  return [
    tx.centerId,
    duties.map(({ id }) => id),
    duties.map(({ reportAt }) => reportAt),
    duties.map(({ releaseAt }) => releaseAt),
  ];
};
