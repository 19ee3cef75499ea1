import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { contains, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { PlainDate } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Invoice, InvoiceStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface InvoiceSearch {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  status?: InvoiceStatus[] | undefined;
  issuedAt?: Span | undefined;
}

export const invoiceDocuments = keysetList<InvoiceSearch>({
  table: "invoices",
  filters: {
    id: ids,
    search: contains("search_text", "status"),
    updatedSince: since("updated_at"),
    status: oneOf("status"),
    issuedAt: range("issued_at", "issued_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Invoice => JSON.parse(document) as Invoice; // written here alone

const byId = statement<DocumentRow>("invoices.by_id", "select document from invoices where center_id = $1 and id = $2");

export const findInvoice = async (db: Queryable, centerId: CenterId, id: string): Promise<Invoice | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "invoices.for_update",
  "select document from invoices where center_id = $1 and id = $2 for update",
);

/** The invoice, locked until the transaction ends. */
export const findInvoiceForUpdate = async (tx: CenterTx, id: string): Promise<Invoice | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const numbered = statement<DocumentRow>(
  "invoices.numbered",
  `select document from invoices where center_id = $1 and number = ${anyOf("$2::text[]")}`,
);

/** The invoices that have one of these numbers. */
export const findNumbered = async (tx: CenterTx, numbers: readonly string[]): Promise<Invoice[]> =>
  numbers.length === 0 ? [] : (await tx.many(numbered, [tx.centerId, numbers])).map(parse);

/** When the next invoice is overdue: the day after its due date, in the center's zone as it is now. */
export const NEXT_OVERDUE = `select (min(due_on) + 1)::timestamp at time zone (select timezone from centers where id = $1)
  from invoices where center_id = $1 and status = 'SENT'`;

const overdue = statement<DocumentRow>(
  "invoices.overdue",
  `select document from invoices
    where center_id = $1 and status = 'SENT' and due_on < $2
    order by due_on, id limit $3 for update skip locked`,
);

/** Invoices that were due before `today`, the longest due first, but for those that others have locked. */
export const findOverdueForUpdate = async (tx: CenterTx, today: PlainDate, limit: number): Promise<Invoice[]> =>
  (await tx.many(overdue, [tx.centerId, today, limit])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, number text, status text, "dueOn" date,
  "issuedAt" timestamptz`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as i(${COLUMNS})`;

const insert = statement<never>(
  "invoices.insert",
  `insert into invoices (center_id, id, version, created_at, updated_at, number, status, due_on, issued_at,
                         search_text, document)
   select $1, given.id, i.version, i."createdAt", i."updatedAt", i.number, i.status, i."dueOn", i."issuedAt",
          given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "invoices.update",
  `update invoices
      set version = i.version, updated_at = i."updatedAt", number = i.number, status = i.status, due_on = i."dueOn",
          issued_at = i."issuedAt", search_text = given.search, document = given.document
     from ${GIVEN}
    where invoices.center_id = $1 and invoices.id = given.id`,
);

export const insertInvoices = (tx: CenterTx, rows: readonly Invoice[]): Promise<number> =>
  tx.run(insert, written(tx, rows));

export const updateInvoices = (tx: CenterTx, rows: readonly Invoice[]): Promise<number> =>
  tx.run(update, written(tx, rows));

const written = (tx: CenterTx, rows: readonly Invoice[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ number, customerName, customerEmail }) => searchText(number, customerName, customerEmail)),
  rows.map((row) => JSON.stringify(row)),
];
