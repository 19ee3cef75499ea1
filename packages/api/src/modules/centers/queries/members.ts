import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import type { Role } from "../../../lib/roles.ts";
import type { Member } from "../schema.ts";

const COLUMNS = `m.user_id as "userId", u.name, u.email, m.roles,
  to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;

const selectMembers = statement<Member>(
  "centers.members",
  `select ${COLUMNS} from members m join users u on u.id = m.user_id
    where m.center_id = $1 order by lower(u.name), m.user_id limit 2000`,
);

export const findMembers = (db: Queryable, liveId: CenterId): Promise<Member[]> => db.many(selectMembers, [liveId]);

const selectMember = statement<Member>(
  "centers.member",
  `select ${COLUMNS} from members m join users u on u.id = m.user_id where m.center_id = $1 and m.user_id = $2`,
);

export const findMember = (db: Queryable, liveId: CenterId, userId: string): Promise<Member | undefined> =>
  db.maybe(selectMember, [liveId, userId]);

const selectMemberByEmail = statement<Member>(
  "centers.member_by_email",
  `select ${COLUMNS} from members m join users u on u.id = m.user_id where m.center_id = $1 and u.email = lower($2)`,
);

export const findMemberByEmail = (db: Queryable, liveId: CenterId, email: string): Promise<Member | undefined> =>
  db.maybe(selectMemberByEmail, [liveId, email]);

const countOwners = statement<{ n: number }>(
  "centers.other_owners",
  "select count(*)::int as n from members where center_id = $1 and user_id <> $2 and 'OWNER' = any(roles)",
);

export const countOtherOwners = async (db: Queryable, liveId: CenterId, userId: string): Promise<number> =>
  (await db.one(countOwners, [liveId, userId])).n;

const upsertMember = statement<never>(
  "centers.save_member",
  `insert into members (center_id, user_id, roles) values ($1, $2, $3)
   on conflict (center_id, user_id) do update set roles = excluded.roles, updated_at = now()`,
);

export const saveMember = (db: Queryable, liveId: CenterId, userId: string, roles: readonly Role[]): Promise<number> =>
  db.run(upsertMember, [liveId, userId, roles]);

const deleteMember = statement<never>(
  "centers.delete_member",
  "delete from members where center_id = $1 and user_id = $2",
);

export const removeMemberRow = (db: Queryable, liveId: CenterId, userId: string): Promise<number> =>
  db.run(deleteMember, [liveId, userId]);
