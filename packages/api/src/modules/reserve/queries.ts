import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, oneOf, overlapping, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { freeAt, heldUntil } from "./rules.ts";
import type { ReserveAssignment, ReserveStatus, ReserveType } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface ReserveSearch {
  id?: string[] | undefined;
  crewMemberId?: string | undefined;
  window?: Span | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  type?: ReserveType[] | undefined;
  status?: ReserveStatus[] | undefined;
}

export const reserveDocuments = keysetList<ReserveSearch>({
  table: "reserve_assignments",
  filters: {
    id: ids,
    crewMemberId: equal("crew_member_id", "selective"),
    search: contains("search_text", "status", "type"),
    updatedSince: since("updated_at"),
    type: oneOf("type"),
    status: oneOf("status"),
    window: overlapping("window_start", "window_end", "start_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): ReserveAssignment => JSON.parse(document) as ReserveAssignment; // written here alone

const byId = statement<DocumentRow>(
  "reserve.by_id",
  "select document from reserve_assignments where center_id = $1 and id = $2",
);

export const findReserve = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<ReserveAssignment | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "reserve.for_update",
  "select document from reserve_assignments where center_id = $1 and id = $2 for update",
);

/** The assignment, locked until the transaction ends. Lock its crew member before. */
export const findReserveForUpdate = async (tx: CenterTx, id: string): Promise<ReserveAssignment | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const quoting = statement<DocumentRow>(
  "reserve.quoting",
  "select document from reserve_assignments where center_id = $1 and crew_member_id = $2 order by id for update",
);

/** Every assignment that quotes this person's name, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, crewMemberId: string): Promise<ReserveAssignment[]> =>
  (await tx.many(quoting, [tx.centerId, crewMemberId])).map(parse);

const over = statement<DocumentRow>(
  "reserve.over",
  `select document from reserve_assignments
    where center_id = $1 and status in ('AVAILABLE', 'NO_CONTACT') and window_end <= $2
    order by window_end, id limit $3 for update skip locked`,
);

/** Assignments whose window is over and who were not called out, the longest over first, locked; others' are skipped. */
export const findOverForUpdate = async (tx: CenterTx, upTo: string, limit: number): Promise<ReserveAssignment[]> =>
  (await tx.many(over, [tx.centerId, upTo, limit])).map(parse);

/** A span of a person's time. */
export interface PersonSpan {
  crewMemberId: string;
  from: string;
  to: string;
}

const around = statement<DocumentRow>(
  "reserve.around",
  `select document from reserve_assignments
    where center_id = $1 and id in (
      select r.id
        from ${unnested("$2::uuid[]", "$3::timestamptz[]", "$4::timestamptz[]")} as wanted(crew_member_id, starts, ends)
        join reserve_assignments r
          on r.center_id = $1 and r.crew_member_id = wanted.crew_member_id and r.free_at > wanted.starts
         and r.window_start < wanted.ends)`,
);

/** The windows of these people that touch the spans, with the duties that came of them. */
export const findAround = async (tx: CenterTx, spans: readonly PersonSpan[]): Promise<ReserveAssignment[]> => {
  if (spans.length === 0) return [];
  const rows = await tx.many(around, [
    tx.centerId,
    spans.map(({ crewMemberId }) => crewMemberId),
    spans.map(({ from }) => from),
    spans.map(({ to }) => to),
  ]);
  return rows.map(parse);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "crewMember" json, type text, status text,
  "windowStart" timestamptz, "windowEnd" timestamptz, "reportAt" timestamptz, "releasedAt" timestamptz`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::timestamptz[]", "$5::timestamptz[]", "$6::json[]")}
         as given(id, search, held_until, free_at, document)
    cross join lateral json_to_record(given.document) as r(${COLUMNS})`;

const insert = statement<never>(
  "reserve.insert",
  `insert into reserve_assignments (center_id, id, version, created_at, updated_at, crew_member_id, type, status,
                                    window_start, window_end, held_until, free_at, report_at, released_at, search_text,
                                    document)
   select $1, given.id, r.version, r."createdAt", r."updatedAt", (r."crewMember"->>'id')::uuid, r.type, r.status,
          r."windowStart", r."windowEnd", given.held_until, given.free_at, r."reportAt", r."releasedAt", given.search,
          given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "reserve.update",
  `update reserve_assignments
      set version = r.version, updated_at = r."updatedAt", status = r.status, held_until = given.held_until,
          free_at = given.free_at, report_at = r."reportAt", released_at = r."releasedAt", search_text = given.search,
          document = given.document
     from ${GIVEN}
    where reserve_assignments.center_id = $1 and reserve_assignments.id = given.id`,
);

export const insertReserves = (tx: CenterTx, rows: readonly ReserveAssignment[]): Promise<number> =>
  tx.run(insert, written(tx, rows));

export const updateReserves = (tx: CenterTx, rows: readonly ReserveAssignment[]): Promise<number> =>
  tx.run(update, written(tx, rows));

const written = (tx: CenterTx, rows: readonly ReserveAssignment[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ crewMember, base }) => searchText(crewMember.name, base)),
  rows.map(heldUntil),
  rows.map(freeAt),
  rows.map((row) => JSON.stringify(row)),
];
