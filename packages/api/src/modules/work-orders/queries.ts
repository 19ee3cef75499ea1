import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { contains, created, equal, ids, oneOf, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { PRIORITIES, WorkOrder, WorkOrderStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface WorkOrderSearch {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  simulatorId?: string | undefined;
  priority?: (typeof PRIORITIES)[number][] | undefined;
  status?: WorkOrderStatus[] | undefined;
  created?: Span | undefined;
}

export const workOrderDocuments = keysetList<WorkOrderSearch>({
  table: "work_orders",
  filters: {
    id: ids,
    search: contains("search_text", "status", "priority"),
    updatedSince: since("updated_at"),
    simulatorId: equal("simulator_id"),
    priority: oneOf("priority"),
    status: oneOf("status"),
    created,
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): WorkOrder => JSON.parse(document) as WorkOrder; // written here alone

const byId = statement<DocumentRow>(
  "work_orders.by_id",
  "select document from work_orders where center_id = $1 and id = $2",
);

export const findWorkOrder = async (db: Queryable, centerId: CenterId, id: string): Promise<WorkOrder | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "work_orders.for_update",
  "select document from work_orders where center_id = $1 and id = $2 for update",
);

/** The work order, locked until the transaction ends. Lock its simulator before. */
export const findWorkOrderForUpdate = async (tx: CenterTx, id: string): Promise<WorkOrder | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const quoting = statement<DocumentRow>(
  "work_orders.quoting",
  `select document from work_orders
    where center_id = $1 and (simulator_id = $2 or assignee_id = $2)
    order by id for update`,
);

/** Every work order that quotes the name of this simulator or person, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, sourceId: string): Promise<WorkOrder[]> =>
  (await tx.many(quoting, [tx.centerId, sourceId])).map(parse);

const dated = statement<DocumentRow>(
  "work_orders.dated",
  `select document from work_orders
    where center_id = $1 and status in ('OPEN', 'IN_PROGRESS', 'AWAITING_PARTS') and document->>'dueAt' is not null
    order by id for update`,
);

/** Every work order that is to be finished by a time, locked in id order. */
export const findDatedForUpdate = async (tx: CenterTx): Promise<WorkOrder[]> =>
  (await tx.many(dated, [tx.centerId])).map(parse);

const grounding = statement<{ simulator_id: string }>(
  "work_orders.grounding",
  `select distinct simulator_id from work_orders
    where center_id = $1 and simulator_id = ${anyOf("$2::uuid[]")}
      and priority = 'CRITICAL' and status in ('OPEN', 'IN_PROGRESS', 'AWAITING_PARTS')`,
);

/** Which of these simulators have a critical work order that is not finished. Lock the simulators before asking. */
export const findGrounded = async (tx: CenterTx, simulatorIds: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.many(grounding, [tx.centerId, simulatorIds])).map((row) => row.simulator_id));

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, number text, simulator json, assignee json,
  status text, priority text`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as w(${COLUMNS})`;

const insert = statement<never>(
  "work_orders.insert",
  `insert into work_orders (center_id, id, version, created_at, updated_at, number, simulator_id, assignee_id, status,
                            priority, search_text, document)
   select $1, given.id, w.version, w."createdAt", w."updatedAt", w.number, (w.simulator->>'id')::uuid,
          (w.assignee->>'id')::uuid, w.status, w.priority, given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "work_orders.update",
  `update work_orders
      set version = w.version, updated_at = w."updatedAt", assignee_id = (w.assignee->>'id')::uuid,
          status = w.status, priority = w.priority, search_text = given.search, document = given.document
     from ${GIVEN}
    where work_orders.center_id = $1 and work_orders.id = given.id`,
);

export const insertWorkOrders = (tx: CenterTx, rows: readonly WorkOrder[]): Promise<number> =>
  tx.run(insert, written(tx, rows));

export const updateWorkOrders = (tx: CenterTx, rows: readonly WorkOrder[]): Promise<number> =>
  tx.run(update, written(tx, rows));

const written = (tx: CenterTx, rows: readonly WorkOrder[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ number, title }) => searchText(number, title)),
  rows.map((row) => JSON.stringify(row)),
];
