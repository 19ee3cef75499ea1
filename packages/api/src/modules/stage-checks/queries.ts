import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { StageCheck, StageCheckStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface StageCheckSearch {
  id?: string[] | undefined;
  traineeId?: string | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  status?: StageCheckStatus[] | undefined;
  scheduledAt?: Span | undefined;
}

export const stageCheckDocuments = keysetList<StageCheckSearch>({
  table: "stage_checks",
  filters: {
    id: ids,
    traineeId: equal("trainee_id", "selective"),
    search: contains("search_text", "status"),
    updatedSince: since("updated_at"),
    status: oneOf("status"),
    scheduledAt: range("scheduled_at", "scheduled_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): StageCheck => JSON.parse(document) as StageCheck; // written here alone

const byId = statement<DocumentRow>(
  "stage_checks.by_id",
  "select document from stage_checks where center_id = $1 and id = $2",
);

export const findStageCheck = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<StageCheck | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "stage_checks.for_update",
  "select document from stage_checks where center_id = $1 and id = $2 for update",
);

/** The stage check, locked until the transaction ends. Lock its trainee before. */
export const findStageCheckForUpdate = async (tx: CenterTx, id: string): Promise<StageCheck | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const ofTrainees = statement<DocumentRow>(
  "stage_checks.of_trainees",
  `select document from stage_checks where center_id = $1 and trainee_id = ${anyOf("$2::uuid[]")}`,
);

/** Every check that these trainees ever had. Lock the trainees before asking. */
export const findChecksOf = async (tx: CenterTx, traineeIds: readonly string[]): Promise<StageCheck[]> =>
  (await tx.many(ofTrainees, [tx.centerId, traineeIds])).map(parse);

const quoting = statement<DocumentRow>(
  "stage_checks.quoting",
  `select document from stage_checks
    where center_id = $1 and (trainee_id = $2 or check_instructor_id = $2)
    order by id for update`,
);

/** Every stage check that quotes the name of this trainee or check instructor, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, personId: string): Promise<StageCheck[]> =>
  (await tx.many(quoting, [tx.centerId, personId])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, trainee json, "checkInstructor" json,
  "recommendedById" uuid, "recheckOfId" uuid, course text, stage text, status text, "scheduledAt" timestamptz`;

const GIVEN = `${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as s(${COLUMNS})`;

const insert = statement<never>(
  "stage_checks.insert",
  `insert into stage_checks (center_id, id, version, created_at, updated_at, trainee_id, check_instructor_id,
                             recommended_by_id, recheck_of_id, course, stage, status, scheduled_at, search_text, document)
   select $1, given.id, s.version, s."createdAt", s."updatedAt", (s.trainee->>'id')::uuid,
          (s."checkInstructor"->>'id')::uuid, s."recommendedById", s."recheckOfId", s.course, s.stage, s.status,
          s."scheduledAt", given.search, given.document
     from ${GIVEN}`,
);

const update = statement<never>(
  "stage_checks.update",
  `update stage_checks
      set version = s.version, updated_at = s."updatedAt", check_instructor_id = (s."checkInstructor"->>'id')::uuid,
          recommended_by_id = s."recommendedById", status = s.status, scheduled_at = s."scheduledAt",
          search_text = given.search, document = given.document
     from ${GIVEN}
    where stage_checks.center_id = $1 and stage_checks.id = given.id`,
);

export const insertStageChecks = (tx: CenterTx, rows: readonly StageCheck[]): Promise<number> =>
  tx.run(insert, written(tx, rows));

export const updateStageChecks = (tx: CenterTx, rows: readonly StageCheck[]): Promise<number> =>
  tx.run(update, written(tx, rows));

const written = (tx: CenterTx, rows: readonly StageCheck[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ course, stage }) => searchText(course, stage)),
  rows.map((row) => JSON.stringify(row)),
];
