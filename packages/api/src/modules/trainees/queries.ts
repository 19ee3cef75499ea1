import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { fullName } from "../../lib/full-name.ts";
import { contains, created, ids, oneOf, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Trainee, TraineeStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface TraineeSearch {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  status?: TraineeStatus[] | undefined;
  createdAt?: Span | undefined;
}

export const traineeDocuments = keysetList<TraineeSearch>({
  table: "trainees",
  filters: {
    id: ids,
    search: contains("search_text", "status"),
    updatedSince: since("updated_at"),
    status: oneOf("status"),
    createdAt: created,
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Trainee => JSON.parse(document) as Trainee; // written by this file alone

const byId = statement<DocumentRow>("trainees.by_id", "select document from trainees where center_id = $1 and id = $2");

export const findTrainee = async (db: Queryable, centerId: CenterId, id: string): Promise<Trainee | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "trainees.for_update",
  "select document from trainees where center_id = $1 and id = $2 for no key update",
);

/** The trainee, locked until the transaction ends. */
export const findTraineeForUpdate = async (tx: CenterTx, id: string): Promise<Trainee | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, status text, "primaryInstructorId" uuid`;

const insert = statement<never>(
  "trainees.insert",
  `insert into trainees (center_id, id, version, created_at, updated_at, status, primary_instructor_id, search_text,
                         document)
   select $1, given.id, t.version, t."createdAt", t."updatedAt", t.status, t."primaryInstructorId", given.search,
          given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})`,
);

const update = statement<never>(
  "trainees.update",
  `update trainees
      set version = t.version, updated_at = t."updatedAt", status = t.status,
          primary_instructor_id = t."primaryInstructorId", search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as t(${COLUMNS})
    where trainees.center_id = $1 and trainees.id = given.id`,
);

const rememberInstructors = statement<never>(
  "trainees.remember_instructors",
  `insert into trainee_primary_instructors (center_id, trainee_id, crew_member_id, since)
   select $1, trainee_id, crew_member_id, $2 from ${unnested("$3::uuid[]", "$4::uuid[]")} as given(trainee_id, crew_member_id)
   on conflict do nothing`,
);

export const insertTrainees = async (tx: CenterTx, trainees: readonly Trainee[]): Promise<void> => {
  await Promise.all([tx.run(insert, written(tx, trainees)), recordInstructors(tx, trainees)]);
};

export const updateTrainees = async (tx: CenterTx, trainees: readonly Trainee[]): Promise<void> => {
  await Promise.all([tx.run(update, written(tx, trainees)), recordInstructors(tx, trainees)]);
};

const written = (tx: CenterTx, trainees: readonly Trainee[]): unknown[] => [
  tx.centerId,
  trainees.map(({ id }) => id),
  trainees.map((row) => searchText(fullName(row), row.email, row.employer)),
  trainees.map((row) => JSON.stringify(row)),
];

/** Keeps who was a primary instructor, whoever follows. */
const recordInstructors = async (tx: CenterTx, trainees: readonly Trainee[]): Promise<void> => {
  const instructed = trainees.filter(({ primaryInstructorId }) => primaryInstructorId !== null);
  if (instructed.length === 0) return;
  await tx.run(rememberInstructors, [
    tx.centerId,
    tx.at,
    instructed.map(({ id }) => id),
    instructed.map(({ primaryInstructorId }) => primaryInstructorId),
  ]);
};
