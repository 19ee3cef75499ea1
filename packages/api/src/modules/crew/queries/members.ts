import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../../lib/bound-arrays.ts";
import { fullName } from "../../../lib/full-name.ts";
import { searchText } from "../../../lib/search-text.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { CrewMember } from "../schema.ts";

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): CrewMember => JSON.parse(document) as CrewMember; // written by this file alone

const byId = statement<DocumentRow>("crew.by_id", "select document from crew_members where center_id = $1 and id = $2");

export const findCrewMember = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<CrewMember | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "crew.for_update",
  "select document from crew_members where center_id = $1 and id = $2 for no key update",
);

/** The crew member, locked until the transaction ends. */
export const findCrewMemberForUpdate = async (tx: CenterTx, id: string): Promise<CrewMember | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, "userId" uuid, "employeeNumber" text, role text`;

const insert = statement<never>(
  "crew.insert",
  `insert into crew_members (center_id, id, version, created_at, updated_at, user_id, employee_number, role,
                             search_text, document)
   select $1, given.id, m.version, m."createdAt", m."updatedAt", m."userId", m."employeeNumber", m.role, given.search,
          given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as m(${COLUMNS})`,
);

const update = statement<never>(
  "crew.update",
  `update crew_members
      set version = m.version, updated_at = m."updatedAt", user_id = m."userId", employee_number = m."employeeNumber",
          role = m.role, search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as m(${COLUMNS})
    where crew_members.center_id = $1 and crew_members.id = given.id`,
);

export const insertCrewMembers = async (tx: CenterTx, members: readonly CrewMember[]): Promise<void> => {
  await tx.run(insert, written(tx, members));
};

export const updateCrewMembers = async (tx: CenterTx, members: readonly CrewMember[]): Promise<void> => {
  await tx.run(update, written(tx, members));
};

const written = (tx: CenterTx, members: readonly CrewMember[]): unknown[] => [
  tx.centerId,
  members.map(({ id }) => id),
  members.map((row) => searchText(fullName(row), row.employeeNumber)),
  members.map((row) => JSON.stringify(row)),
];

const employees = statement<{ employee_number: string; id: string }>(
  "crew.employees",
  `select employee_number, id from crew_members where center_id = $1 and employee_number = ${anyOf("$2::text[]")}`,
);

/** Which of these employee numbers are taken, and by which crew member. */
export const findEmployees = async (tx: CenterTx, numbers: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx.many(employees, [tx.centerId, numbers]);
  return new Map(rows.map((row) => [row.employee_number, row.id]));
};

const users = statement<{ user_id: string; id: string }>(
  "crew.users",
  `select user_id, id from crew_members where center_id = $1 and user_id = ${anyOf("$2::uuid[]")}`,
);

/** Which of these people are crew members already, and which. */
export const findUsers = async (tx: CenterTx, userIds: readonly string[]): Promise<Map<string, string>> => {
  if (userIds.length === 0) return new Map();
  const rows = await tx.many(users, [tx.centerId, userIds]);
  return new Map(rows.map((row) => [row.user_id, row.id]));
};
