import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { CrewMember } from "./schema.ts";

const locked = statement<{ document: string }>(
  "crew.lock",
  `select document from crew_members where center_id = $1 and id = ${anyOf("$2::uuid[]")} order by id for no key update`,
);

/** These crew members by id, locked in id order until the transaction ends; who is not of the center is missing. */
export const lockCrewMembers = async (tx: CenterTx, ids: readonly string[]): Promise<Map<string, CrewMember>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.many(locked, [tx.centerId, ids]);
  const members = rows.map(({ document }) => JSON.parse(document) as CrewMember); // written by this module alone
  return new Map(members.map((member) => [member.id, member]));
};

const users = statement<{ user_id: string }>(
  "crew.known_users",
  `select user_id from crew_members where center_id = $1 and user_id = ${anyOf("$2::uuid[]")}`,
);

/** Which of these users are crew members of the center. */
export const knownUsers = async (tx: CenterTx, userIds: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.many(users, [tx.centerId, userIds])).map((row) => row.user_id));

export interface CrewKeys {
  id: string;
  userId: string;
  email: string;
  employeeNumber: string;
}

const keys = statement<CrewKeys>(
  "crew.keys",
  `select id, user_id as "userId", document->>'email' as email, employee_number as "employeeNumber"
     from crew_members where center_id = $1`,
);

/** By what people call each crew member of the center. */
export const crewKeys = (db: Queryable, centerId: CenterId): Promise<CrewKeys[]> => db.many(keys, [centerId]);
