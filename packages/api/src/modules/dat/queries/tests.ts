import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../../lib/bound-arrays.ts";
import { equal, ids, oneOf, range, since, type Span } from "../../../lib/list-filters.ts";
import { keysetList } from "../../../lib/list.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { noticeOf } from "../rules.ts";
import type { DatRecord, RecordedResult, TestReason, TestResult, TestStatus, TestType } from "../schema.ts";

/** What anyone with `dat:read` may filter by; the most selective first, since the first that is given drives. */
export interface NoticeSearch {
  id?: string[] | undefined;
  crewMemberId?: string | undefined;
  updatedSince?: string | undefined;
  testType?: TestType | undefined;
  status?: TestStatus[] | undefined;
  notifiedAt?: Span | undefined;
}

export interface RecordSearch extends NoticeSearch {
  reason?: TestReason[] | undefined;
  result?: TestResult[] | undefined;
}

const known = {
  id: ids,
  crewMemberId: equal("crew_member_id", "selective"),
  updatedSince: since("updated_at"),
  testType: equal("test_type"),
  status: oneOf("status"),
};
/** Tests as they are known without `dat_results:read`. */
export const datNotices = keysetList<NoticeSearch>({
  table: "dat_notices",
  filters: { ...known, notifiedAt: range("notified_at", "notified_month", "status") },
});

/** Tests in full, but for those that nobody was notified of. */
export const datRecords = keysetList<RecordSearch>({
  table: "dat_records",
  filters: {
    ...known,
    reason: oneOf("reason", "status"),
    result: oneOf("result", "status"),
    notifiedAt: range("notified_at", "notified_month", "status", "reason"),
  },
});

/** Tests in full, the selected ones too: for the console only. */
export const allDatRecords = keysetList<{ status?: TestStatus[] | undefined }>({
  table: "dat_tests",
  filters: { status: oneOf("status") },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): DatRecord => JSON.parse(document) as DatRecord; // written here alone

const byId = statement<DocumentRow>("dat.by_id", "select document from dat_tests where center_id = $1 and id = $2");

export const findDatRecord = async (db: Queryable, centerId: CenterId, id: string): Promise<DatRecord | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "dat.for_update",
  "select document from dat_tests where center_id = $1 and id = $2 for update",
);

/** The test, locked until the transaction ends. */
export const findDatRecordForUpdate = async (tx: CenterTx, id: string): Promise<DatRecord | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "crewMemberId" uuid, "testType" text, reason text,
  status text, result text, "notifiedAt" timestamptz`;

const insert = statement<never>(
  "dat.insert",
  `insert into dat_tests (center_id, id, version, created_at, updated_at, crew_member_id, test_type, reason, status,
                          result, notified_at, document, notice_status, notice_updated_at, notice)
   select $1, given.id, t.version, t."createdAt", t."updatedAt", t."crewMemberId", t."testType", t.reason, t.status,
          t.result, t."notifiedAt", given.document,
          given.notice->>'status', (given.notice->>'updatedAt')::timestamptz, given.notice
     from ${unnested("$2::uuid[]", "$3::json[]", "$4::json[]")} as given(id, document, notice)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})`,
);

const update = statement<never>(
  "dat.update",
  `update dat_tests
      set version = t.version, created_at = t."createdAt", updated_at = t."updatedAt", status = t.status,
          result = t.result, notified_at = t."notifiedAt", document = $3::json,
          notice_status = coalesce($4::json->>'status', notice_status),
          notice_updated_at = coalesce(($4::json->>'updatedAt')::timestamptz, notice_updated_at),
          notice = coalesce($4::json, notice)
     from json_to_record($3::json) as t(${COLUMNS})
    where dat_tests.center_id = $1 and dat_tests.id = $2`,
);

export const insertDatRecords = (tx: CenterTx, rows: readonly DatRecord[]): Promise<number> =>
  tx.run(insert, [tx.centerId, rows.map(({ id }) => id), rows.map((row) => JSON.stringify(row)), rows.map(noticed)]);

/** Writes a changed test; its notice stays as it was, with its time of change, unless something shows in it. */
export const updateDatRecord = (tx: CenterTx, row: DatRecord, shows: boolean): Promise<number> =>
  tx.run(update, [tx.centerId, row.id, JSON.stringify(row), shows ? noticed(row) : null]);

const noticed = (row: DatRecord): string | null => {
  const notice = noticeOf(row);
  return notice && JSON.stringify(notice);
};

const append = statement<never>(
  "dat.append_result",
  `insert into dat_results (center_id, dat_test_id, version, document)
   select $1, * from ${unnested("$2::uuid[]", "$3::int[]", "$4::json[]")}`,
);

/** Adds results to the history of their tests, under the versions that they made. */
export const appendResults = (
  tx: CenterTx,
  results: readonly { test: DatRecord; recorded: RecordedResult }[],
): Promise<number> =>
  tx.run(append, [
    tx.centerId,
    results.map(({ test }) => test.id),
    results.map(({ test }) => test.version),
    results.map(({ recorded }) => JSON.stringify(recorded)),
  ]);

const results = statement<DocumentRow>(
  "dat.results",
  "select document from dat_results where center_id = $1 and dat_test_id = $2 order by version desc limit 100",
);

/** A test's results, the one that holds first, at most 100. */
export const findResults = async (db: Queryable, centerId: CenterId, id: string): Promise<RecordedResult[]> =>
  (await db.many(results, [centerId, id])).map(({ document }) => JSON.parse(document) as RecordedResult); // appended above
