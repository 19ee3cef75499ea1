import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../../lib/bound-arrays.ts";
import { contains, created, ids, oneOf, since, type Span, through } from "../../../lib/list-filters.ts";
import { keysetList } from "../../../lib/list.ts";
import { searchText } from "../../../lib/search-text.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { TradeKind, TradeStatus, TripTrade } from "../schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface TripTradeSearch {
  id?: string[] | undefined;
  crewMemberId?: string | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  kind?: TradeKind[] | undefined;
  status?: TradeStatus[] | undefined;
  created?: Span | undefined;
}

export const tripTradeDocuments = keysetList<TripTradeSearch>({
  table: "trip_trades",
  filters: {
    id: ids,
    crewMemberId: through("trip_trade_people", "trade_id", "crew_member_id"),
    search: contains("search_text", "status", "kind"),
    updatedSince: since("updated_at"),
    kind: oneOf("kind"),
    status: oneOf("status"),
    created,
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): TripTrade => JSON.parse(document) as TripTrade; // written by this file alone

const byId = statement<DocumentRow>(
  "trip_trades.by_id",
  "select document from trip_trades where center_id = $1 and id = $2",
);

export const findTrade = async (db: Queryable, centerId: CenterId, id: string): Promise<TripTrade | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "trip_trades.for_update",
  "select document from trip_trades where center_id = $1 and id = $2 for update",
);

/** The trade, locked until the transaction ends. Lock its people, then its trips, before. */
export const findTradeForUpdate = async (tx: CenterTx, id: string): Promise<TripTrade | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const quotingPerson = statement<DocumentRow>(
  "trip_trades.quoting_person",
  `select document from trip_trades
    where center_id = $1
      and id in (select trade_id from trip_trade_people where center_id = $1 and crew_member_id = $2)
    order by id for update`,
);

/** Every trade that quotes this person's name, locked in id order. */
export const findQuotingPersonForUpdate = async (tx: CenterTx, crewMemberId: string): Promise<TripTrade[]> =>
  (await tx.many(quotingPerson, [tx.centerId, crewMemberId])).map(parse);

const quotingTrip = statement<DocumentRow>(
  "trip_trades.quoting_trip",
  `select document from trip_trades
    where center_id = $1 and (offered_trip_id = $2 or wanted_trip_id = $2)
    order by id for update`,
);

/** Every trade that quotes this trip, locked in id order. */
export const findQuotingTripForUpdate = async (tx: CenterTx, tripId: string): Promise<TripTrade[]> =>
  (await tx.many(quotingTrip, [tx.centerId, tripId])).map(parse);

const expired = statement<DocumentRow>(
  "trip_trades.expired",
  `select document from trip_trades
    where center_id = $1 and status = 'REQUESTED' and cut_off_at <= $2
    order by cut_off_at, id limit $3 for update skip locked`,
);

/** Undecided trades whose cut-off has passed, the longest first, locked; another runner's are skipped. */
export const findExpiredForUpdate = async (tx: CenterTx, upTo: string, limit: number): Promise<TripTrade[]> =>
  (await tx.many(expired, [tx.centerId, upTo, limit])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, kind text, status text, "offeredTrip" json,
  "wantedTrip" json, "cutOffAt" timestamptz`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})`;

const insert = statement<never>(
  "trip_trades.insert",
  `insert into trip_trades (center_id, id, version, created_at, updated_at, kind, status, offered_trip_id,
                            wanted_trip_id, cut_off_at, search_text, document)
   select $1, given.id, t.version, t."createdAt", t."updatedAt", t.kind, t.status, (t."offeredTrip"->>'id')::uuid,
          (t."wantedTrip"->>'id')::uuid, t."cutOffAt", given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "trip_trades.update",
  `update trip_trades
      set version = t.version, updated_at = t."updatedAt", status = t.status, cut_off_at = t."cutOffAt",
          search_text = given.search, document = given.document
     from ${GIVEN}
    where trip_trades.center_id = $1 and trip_trades.id = given.id`,
);

const insertPeople = statement<never>(
  "trip_trades.insert_people",
  `insert into trip_trade_people (center_id, trade_id, crew_member_id)
   select $1, * from ${unnested("$2::uuid[]", "$3::uuid[]")}`,
);

export const insertTrades = async (tx: CenterTx, rows: readonly TripTrade[]): Promise<void> => {
  const people = rows.flatMap(({ id, requester, counterparty }) =>
    [requester, ...(counterparty ? [counterparty] : [])].map((person) => ({ id, person })),
  );
  await Promise.all([
    tx.run(insert, written(tx, rows)),
    tx.run(insertPeople, [tx.centerId, people.map(({ id }) => id), people.map(({ person }) => person.id)]),
  ]);
};

export const updateTrades = (tx: CenterTx, rows: readonly TripTrade[]): Promise<number> =>
  tx.run(update, written(tx, rows));

const written = (tx: CenterTx, rows: readonly TripTrade[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ requester, counterparty, offeredTrip, wantedTrip }) =>
    searchText(requester.name, counterparty?.name, offeredTrip?.number, wantedTrip?.number),
  ),
  rows.map((row) => JSON.stringify(row)),
];
