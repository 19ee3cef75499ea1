import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../../lib/bound-arrays.ts";
import { ids, oneOf, since } from "../../../lib/list-filters.ts";
import { keysetList } from "../../../lib/list.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { Simulator, SimulatorStatus } from "../schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface SimulatorSearch {
  id?: string[] | undefined;
  updatedSince?: string | undefined;
  status?: SimulatorStatus[] | undefined;
}

export const simulatorDocuments = keysetList<SimulatorSearch>({
  table: "simulators",
  filters: { id: ids, updatedSince: since("updated_at"), status: oneOf("status") },
});

interface DocumentRow {
  document: string;
}

const byId = statement<DocumentRow>(
  "devices.simulator_by_id",
  "select document from simulators where center_id = $1 and id = $2",
);

export const findSimulator = async (db: Queryable, centerId: CenterId, id: string): Promise<Simulator | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && (JSON.parse(row.document) as Simulator); // written by this file alone
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, name text, status text`;

const insert = statement<never>(
  "devices.insert_simulators",
  `insert into simulators (center_id, id, version, created_at, updated_at, name, status, document)
   select $1, given.id, s.version, s."createdAt", s."updatedAt", s.name, s.status, given.document
     from ${unnested("$2::uuid[]", "$3::json[]")} as given(id, document)
    cross join lateral json_to_record(given.document) as s(${COLUMNS})`,
);

const update = statement<never>(
  "devices.update_simulators",
  `update simulators
      set version = s.version, updated_at = s."updatedAt", name = s.name, status = s.status, document = given.document
     from ${unnested("$2::uuid[]", "$3::json[]")} as given(id, document)
    cross join lateral json_to_record(given.document) as s(${COLUMNS})
    where simulators.center_id = $1 and simulators.id = given.id`,
);

export const insertSimulators = async (tx: CenterTx, simulators: readonly Simulator[]): Promise<void> => {
  await tx.run(insert, written(tx, simulators));
};

export const updateSimulators = async (tx: CenterTx, simulators: readonly Simulator[]): Promise<void> => {
  await tx.run(update, written(tx, simulators));
};

const written = (tx: CenterTx, simulators: readonly Simulator[]): unknown[] => [
  tx.centerId,
  simulators.map(({ id }) => id),
  simulators.map((row) => JSON.stringify(row)),
];

const names = statement<{ name: string; id: string }>(
  "devices.simulator_names",
  `select name, id from simulators where center_id = $1 and name = ${anyOf("$2::text[]")}`,
);

/** Which of these names are taken, and by which simulator. */
export const findSimulatorNames = async (tx: CenterTx, wanted: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx.many(names, [tx.centerId, wanted]);
  return new Map(rows.map((row) => [row.name, row.id]));
};
