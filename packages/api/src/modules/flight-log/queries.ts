import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { CorrectedFlight, Flight } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface FlightSearch {
  id?: string[] | undefined;
  userId?: string | undefined;
  date?: Span | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
}

export const flightDocuments = keysetList<FlightSearch>({
  table: "flight_log",
  filters: {
    id: ids,
    userId: equal("user_id", "selective"),
    search: contains("search_text"),
    updatedSince: since("updated_at"),
    date: range("date", "date_month"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Flight => JSON.parse(document) as Flight; // written by this file alone

const byId = statement<DocumentRow>(
  "flight_log.by_id",
  "select document from flight_log where center_id = $1 and id = $2",
);

export const findFlight = async (db: Queryable, centerId: CenterId, id: string): Promise<Flight | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "flight_log.for_update",
  "select document from flight_log where center_id = $1 and id = $2 for update",
);

/** The entry, locked until the transaction ends. */
export const findFlightForUpdate = async (tx: CenterTx, id: string): Promise<Flight | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "userId" uuid, date date, "totalMinutes" int`;

const insert = statement<never>(
  "flight_log.insert",
  `insert into flight_log (center_id, id, version, created_at, updated_at, user_id, date, total_minutes, fingerprint,
                           search_text, document)
   select $1, given.id, f.version, f."createdAt", f."updatedAt", f."userId", f.date, f."totalMinutes",
          given.fingerprint, given.search, given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]", "$5::text[]")} as given(id, search, document, fingerprint)
    cross join lateral json_to_record(given.document) as f(${COLUMNS})`,
);

export const insertFlights = (tx: CenterTx, flights: readonly Flight[]): Promise<number> =>
  tx.run(insert, [...written(tx, flights), flights.map(fingerprintOf)]);

const update = statement<never>(
  "flight_log.update",
  `update flight_log
      set version = f.version, updated_at = f."updatedAt", date = f.date, total_minutes = f."totalMinutes",
          search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as f(${COLUMNS})
    where flight_log.center_id = $1 and flight_log.id = given.id`,
);

const keep = statement<never>(
  "flight_log.keep_replaced",
  `insert into flight_log_corrections (center_id, flight_id, version, corrected_at, document)
   select center_id, id, version, $3, document from flight_log where center_id = $1 and id = $2`,
);

/** Keeps the entry as it was, then replaces it. */
export const correctRow = async (tx: CenterTx, corrected: Flight): Promise<void> => {
  await tx.run(keep, [tx.centerId, corrected.id, tx.at]);
  await tx.run(update, written(tx, [corrected]));
};

const written = (tx: CenterTx, flights: readonly Flight[]): unknown[] => [
  tx.centerId,
  flights.map(({ id }) => id),
  flights.map(({ tailNumber, departure, arrival }) => searchText(tailNumber, departure, arrival)),
  flights.map((row) => JSON.stringify(row)),
];

const corrections = statement<DocumentRow & { corrected_at: string }>(
  "flight_log.corrections",
  `select document, to_char(corrected_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as corrected_at
     from flight_log_corrections where center_id = $1 and flight_id = $2
    order by version desc limit 200`,
);

/** What corrections of an entry replaced, the latest first; at most 200. */
export const findCorrections = async (db: Queryable, centerId: CenterId, id: string): Promise<CorrectedFlight[]> =>
  (await db.many(corrections, [centerId, id])).map((row) => ({ correctedAt: row.corrected_at, replaced: parse(row) }));
