import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { contains, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { PlainDate } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { soonOn } from "./rules.ts";
import type { ComplianceCategory, ComplianceItem, ComplianceStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface ComplianceItemSearch {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  category?: ComplianceCategory[] | undefined;
  status?: ComplianceStatus[] | undefined;
  dueOn?: Span | undefined;
}

export const complianceItemDocuments = keysetList<ComplianceItemSearch>({
  table: "compliance_items",
  filters: {
    id: ids,
    search: contains("search_text", "status", "category"),
    updatedSince: since("updated_at"),
    category: oneOf("category"),
    status: oneOf("status"),
    dueOn: range("due_on", "due_month", "status", "category"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): ComplianceItem => JSON.parse(document) as ComplianceItem; // written here alone

const byId = statement<DocumentRow>(
  "compliance.by_id",
  "select document from compliance_items where center_id = $1 and id = $2",
);

export const findItem = async (db: Queryable, centerId: CenterId, id: string): Promise<ComplianceItem | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "compliance.for_update",
  "select document from compliance_items where center_id = $1 and id = $2 for update",
);

/** The item, locked until the transaction ends. */
export const findItemForUpdate = async (tx: CenterTx, id: string): Promise<ComplianceItem | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

/** The first instant of a day in the center's zone as it is now. */
const startOf = (day: string): string =>
  `(${day})::timestamp at time zone (select timezone from centers where id = $1)`;

/** When the next lead time begins. */
export const NEXT_DUE_SOON = `select ${startOf("min(soon_on)")} from compliance_items
  where center_id = $1 and status = 'COMPLIANT'`;

const dueSoon = statement<DocumentRow>(
  "compliance.due_soon",
  `select document from compliance_items
    where center_id = $1 and status = 'COMPLIANT' and soon_on <= $2
    order by soon_on, id limit $3 for update skip locked`,
);

/** Items whose lead time has begun by `today`, the longest ago first, but for those that others have locked. */
export const findDueSoonForUpdate = async (tx: CenterTx, today: PlainDate, limit: number): Promise<ComplianceItem[]> =>
  (await tx.many(dueSoon, [tx.centerId, today, limit])).map(parse);

/** When the next item is overdue: the day after its due date. */
export const NEXT_OVERDUE = `select ${startOf("min(due_on) + 1")} from compliance_items
  where center_id = $1 and status in ('COMPLIANT', 'DUE_SOON', 'IN_PROGRESS') and not overdue_announced`;

const overdue = statement<DocumentRow>(
  "compliance.overdue",
  `select document from compliance_items
    where center_id = $1 and status in ('COMPLIANT', 'DUE_SOON', 'IN_PROGRESS') and not overdue_announced
      and status <> 'COMPLIANT' and due_on < $2
    order by due_on, id limit $3 for update skip locked`,
);

/**
 * Items that were due before `today`, the longest due first, but for those that others have locked. One that is not
 * due soon yet waits until it is.
 */
export const findOverdueForUpdate = async (tx: CenterTx, today: PlainDate, limit: number): Promise<ComplianceItem[]> =>
  (await tx.many(overdue, [tx.centerId, today, limit])).map(parse);

/** When the next waiver is over: the day after its last. */
export const NEXT_WAIVER_END = `select ${startOf("min(waived_until) + 1")} from compliance_items
  where center_id = $1 and status = 'WAIVED'`;

const waiverEnd = statement<DocumentRow>(
  "compliance.waiver_end",
  `select document from compliance_items
    where center_id = $1 and status = 'WAIVED' and waived_until < $2
      and waived_until = (select min(waived_until) from compliance_items where center_id = $1 and status = 'WAIVED')
    order by id limit $3 for update skip locked`,
);

/**
 * Items whose waiver was over before `today`, but for those that others have locked. Only those of the earliest day: one
 * that is back may fall due before the next waiver ends.
 */
export const findWaiverEndForUpdate = async (
  tx: CenterTx,
  today: PlainDate,
  limit: number,
): Promise<ComplianceItem[]> => (await tx.many(waiverEnd, [tx.centerId, today, limit])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, category text, status text, "dueOn" date, waiver json`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]", "$5::date[]")} as given(id, search, document, soon_on)
    cross join lateral json_to_record(given.document) as c(${COLUMNS})`;

const insert = statement<never>(
  "compliance.insert",
  `insert into compliance_items (center_id, id, version, created_at, updated_at, category, status, due_on, soon_on,
                                 waived_until, overdue_announced, search_text, document)
   select $1, given.id, c.version, c."createdAt", c."updatedAt", c.category, c.status, c."dueOn", given.soon_on,
          (c.waiver->>'until')::date, c.status = 'OVERDUE' or (c.status = 'IN_PROGRESS' and c."dueOn" < $6::date),
          given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "compliance.update",
  `update compliance_items
      set version = c.version, updated_at = c."updatedAt", category = c.category, status = c.status,
          due_on = c."dueOn", soon_on = given.soon_on, waived_until = (c.waiver->>'until')::date,
          overdue_announced = $6 or c.status = 'OVERDUE'
                              or (c.status = 'IN_PROGRESS' and overdue_announced and due_on = c."dueOn"),
          search_text = given.search, document = given.document
     from ${GIVEN}
    where compliance_items.center_id = $1 and compliance_items.id = given.id`,
);

/** Writes new items. Of one that is brought in progress, what was overdue before `today` needs no announcement. */
export const insertItems = (tx: CenterTx, rows: readonly ComplianceItem[], today: PlainDate): Promise<number> =>
  tx.run(insert, [...written(tx, rows), today]);

/** Writes changed items; `announced` says that they were announced as overdue just now. */
export const updateItems = (tx: CenterTx, rows: readonly ComplianceItem[], announced = false): Promise<number> =>
  tx.run(update, [...written(tx, rows), announced]);

const written = (tx: CenterTx, rows: readonly ComplianceItem[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ title, owner }) => searchText(title, owner)),
  rows.map((row) => JSON.stringify(row)),
  rows.map(soonOn),
];
