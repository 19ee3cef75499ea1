import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../../lib/bound-arrays.ts";
import { ids, oneOf, since } from "../../../lib/list-filters.ts";
import { keysetList } from "../../../lib/list.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { Aircraft, AircraftStatus } from "../schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface AircraftSearch {
  id?: string[] | undefined;
  updatedSince?: string | undefined;
  status?: AircraftStatus[] | undefined;
}

export const aircraftDocuments = keysetList<AircraftSearch>({
  table: "aircraft",
  filters: { id: ids, updatedSince: since("updated_at"), status: oneOf("status") },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Aircraft => JSON.parse(document) as Aircraft; // written by this file alone

const byId = statement<DocumentRow>(
  "devices.aircraft_by_id",
  "select document from aircraft where center_id = $1 and id = $2",
);

export const findAircraft = async (db: Queryable, centerId: CenterId, id: string): Promise<Aircraft | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "devices.aircraft_for_update",
  "select document from aircraft where center_id = $1 and id = $2 for no key update",
);

/** The aircraft, locked until the transaction ends. */
export const findAircraftForUpdate = async (tx: CenterTx, id: string): Promise<Aircraft | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "tailNumber" text, status text`;

const insert = statement<never>(
  "devices.insert_aircraft",
  `insert into aircraft (center_id, id, version, created_at, updated_at, tail_number, status, document)
   select $1, given.id, a.version, a."createdAt", a."updatedAt", a."tailNumber", a.status, given.document
     from ${unnested("$2::uuid[]", "$3::json[]")} as given(id, document)
    cross join lateral json_to_record(given.document) as a(${COLUMNS})`,
);

const update = statement<never>(
  "devices.update_aircraft",
  `update aircraft
      set version = a.version, updated_at = a."updatedAt", tail_number = a."tailNumber", status = a.status,
          document = given.document
     from ${unnested("$2::uuid[]", "$3::json[]")} as given(id, document)
    cross join lateral json_to_record(given.document) as a(${COLUMNS})
    where aircraft.center_id = $1 and aircraft.id = given.id`,
);

export const insertAircraft = async (tx: CenterTx, fleet: readonly Aircraft[]): Promise<void> => {
  await tx.run(insert, written(tx, fleet));
};

export const updateAircraft = async (tx: CenterTx, fleet: readonly Aircraft[]): Promise<void> => {
  await tx.run(update, written(tx, fleet));
};

const written = (tx: CenterTx, fleet: readonly Aircraft[]): unknown[] => [
  tx.centerId,
  fleet.map(({ id }) => id),
  fleet.map((row) => JSON.stringify(row)),
];

const tails = statement<{ tail_number: string; id: string }>(
  "devices.tail_numbers",
  `select tail_number, id from aircraft where center_id = $1 and tail_number = ${anyOf("$2::text[]")}`,
);

/** Which of these tail numbers are taken, and by which aircraft. */
export const findTailNumbers = async (tx: CenterTx, wanted: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx.many(tails, [tx.centerId, wanted]);
  return new Map(rows.map((row) => [row.tail_number, row.id]));
};
