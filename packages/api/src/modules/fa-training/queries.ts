import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { PlainDate } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { nextStep } from "./rules.ts";
import type { FaTraining, RecordedCompletion, TrainingCycle, TrainingStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface FaTrainingSearch {
  id?: string[] | undefined;
  crewMemberId?: string | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  aircraftType?: string | undefined;
  kind?: TrainingCycle[] | undefined;
  status?: TrainingStatus[] | undefined;
  expiresOn?: Span | undefined;
}

export const faTrainingDocuments = keysetList<FaTrainingSearch>({
  table: "fa_training",
  filters: {
    id: ids,
    crewMemberId: equal("crew_member_id", "selective"),
    search: contains("search_text", "status", "kind", "aircraft_type"),
    updatedSince: since("updated_at"),
    aircraftType: equal("aircraft_type"),
    kind: oneOf("kind"),
    status: oneOf("status"),
    expiresOn: range("expires_on", "expires_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): FaTraining => JSON.parse(document) as FaTraining; // written here alone

const byId = statement<DocumentRow>(
  "fa_training.by_id",
  "select document from fa_training where center_id = $1 and id = $2",
);

export const findFaTraining = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<FaTraining | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "fa_training.for_update",
  "select document from fa_training where center_id = $1 and id = $2 for update",
);

/** The currency, locked until the transaction ends. */
export const findFaTrainingForUpdate = async (tx: CenterTx, id: string): Promise<FaTraining | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const quoting = statement<DocumentRow>(
  "fa_training.quoting",
  "select document from fa_training where center_id = $1 and crew_member_id = $2 order by id for update",
);

/** Every currency that quotes this person's name, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, personId: string): Promise<FaTraining[]> =>
  (await tx.many(quoting, [tx.centerId, personId])).map(parse);

const due = statement<DocumentRow>(
  "fa_training.due",
  `select document from fa_training
    where center_id = $1 and status = $2 and next_step_on <= $3
    order by next_step_on, id limit $4 for update skip locked`,
);

/** When the next currency leaves this state: the first instant of a day, in the center's zone as it is now. */
export const nextLeaving = (status: TrainingStatus): string =>
  `select min(next_step_on)::timestamp at time zone (select timezone from centers where id = $1)
     from fa_training where center_id = $1 and status = '${status}'`;

/** Currencies that leave this state by `today`, the longest due first, but for those that others have locked. */
export const findDueForUpdate = async (
  tx: CenterTx,
  status: TrainingStatus,
  today: PlainDate,
  limit: number,
): Promise<FaTraining[]> => (await tx.many(due, [tx.centerId, status, today, limit])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "crewMember" json, kind text, "aircraftType" text,
  status text, "expiresOn" date`;

const insert = statement<never>(
  "fa_training.insert",
  `insert into fa_training (center_id, id, version, created_at, updated_at, crew_member_id, kind, aircraft_type,
                            status, expires_on, next_step_on, search_text, document)
   select $1, given.id, t.version, t."createdAt", t."updatedAt", (t."crewMember"->>'id')::uuid, t.kind,
          t."aircraftType", t.status, t."expiresOn", given.next_step_on, given.search, given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::date[]", "$5::json[]")} as given(id, search, next_step_on, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})`,
);

const update = statement<never>(
  "fa_training.update",
  `update fa_training
      set version = t.version, updated_at = t."updatedAt", status = t.status, expires_on = t."expiresOn",
          next_step_on = given.next_step_on, search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::date[]", "$5::json[]")} as given(id, search, next_step_on, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})
    where fa_training.center_id = $1 and fa_training.id = given.id`,
);

const appendCompletions = statement<never>(
  "fa_training.append_completions",
  `insert into fa_training_completions (center_id, fa_training_id, version, recorded_at, document)
   select $1, given.id, (given.document->>'version')::int, $2, given.document->'lastCompletion'
     from ${unnested("$3::uuid[]", "$4::json[]")} as given(id, document)
    where json_typeof(given.document->'lastCompletion') = 'object'`,
);

export const insertFaTrainings = async (tx: CenterTx, rows: readonly FaTraining[]): Promise<void> => {
  await tx.run(insert, written(tx, rows));
  await appendLastCompletions(tx, rows);
};

export const updateFaTrainings = (tx: CenterTx, rows: readonly FaTraining[]): Promise<number> =>
  tx.run(update, written(tx, rows));

/** Adds what each row shows as its last completion to its history. */
export const appendLastCompletions = (tx: CenterTx, rows: readonly FaTraining[]): Promise<number> =>
  tx.run(appendCompletions, [tx.centerId, tx.at, rows.map(({ id }) => id), rows.map((row) => JSON.stringify(row))]);

const written = (tx: CenterTx, rows: readonly FaTraining[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ crewMember, aircraftType }) => searchText(crewMember.name, aircraftType)),
  rows.map((row) => nextStep(row)?.on ?? null),
  rows.map((row) => JSON.stringify(row)),
];

const completions = statement<{ document: string; recorded_at: string }>(
  "fa_training.completions",
  `select document, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at
     from fa_training_completions where center_id = $1 and fa_training_id = $2 order by version desc limit 200`,
);

/** A currency's completions, the newest first, at most 200. */
export const findCompletions = async (db: Queryable, centerId: CenterId, id: string): Promise<RecordedCompletion[]> =>
  (await db.many(completions, [centerId, id])).map((row) => ({
    ...(JSON.parse(row.document) as Omit<RecordedCompletion, "recordedAt">), // appended by this file alone
    recordedAt: row.recorded_at,
  }));
