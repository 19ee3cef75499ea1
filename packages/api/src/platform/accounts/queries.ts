import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import type { Role } from "../../lib/roles.ts";

export interface Account {
  id: string;
  name: string;
  email: string;
}

const insertAccount = statement<Account>(
  "accounts.insert",
  `with person as (
     insert into users (id, name, email) values ($1, $2, lower($3)) on conflict (email) do nothing returning id, name, email
   ), credential as (
     insert into accounts (id, user_id, account_id, provider_id, password)
     select $4, id, id::text, 'credential', $5 from person
   )
   select id, name, email from person`,
);

/** Writes a person and the way to sign in. Undefined when the address has an account already. */
export const insertUser = (
  db: Queryable,
  { id, name, email }: Account,
  credentialId: string,
  passwordHash: string,
): Promise<Account | undefined> => db.maybe(insertAccount, [id, name, email, credentialId, passwordHash]);

const replacePassword = statement<never>(
  "accounts.replace_password",
  `with ended as (delete from sessions where user_id = $2::uuid)
   insert into accounts (id, user_id, account_id, provider_id, password) values ($1, $2::uuid, $2::uuid::text, 'credential', $3)
   on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`,
);

/** Sets the password to sign in with, and ends all sessions of the user. */
export const savePassword = (
  db: Queryable,
  userId: string,
  credentialId: string,
  passwordHash: string,
): Promise<number> => db.run(replacePassword, [credentialId, userId, passwordHash]);

const selectByEmail = statement<Account>(
  "accounts.by_email",
  "select id, name, email from users where email = lower($1)",
);

export const findUserByEmail = (db: Queryable, email: string): Promise<Account | undefined> =>
  db.maybe(selectByEmail, [email]);

const selectById = statement<Account>("accounts.by_id", "select id, name, email from users where id = $1");

export const findUser = (db: Queryable, id: string): Promise<Account | undefined> => db.maybe(selectById, [id]);

export interface Seat {
  centerId: CenterId;
  roles: Role[];
}

const selectSeat = statement<Seat>(
  "accounts.seat",
  `select c.id as "centerId", m.roles
     from members m
     join centers c on (case $3::text when 'test' then c.live_center_id else c.id end) = m.center_id
    where m.user_id = $1 and ($2::uuid is null or m.center_id = $2)
    order by m.created_at, m.center_id limit 1`,
);

/**
 * Where a user sits: the center `liveId` (or its sandbox, by `mode`) with the roles held there; without `liveId` the
 * center joined first. Undefined when the user is no member.
 */
export const findSeat = (
  db: Queryable,
  userId: string,
  liveId: string | undefined,
  mode: "live" | "test",
): Promise<Seat | undefined> => db.maybe(selectSeat, [userId, liveId ?? null, mode]);

export interface SignIn {
  id: string;
  createdAt: string;
  ipAddress: string | null;
  userAgent: string | null;
}

const selectSessions = statement<SignIn>(
  "accounts.sessions",
  `select id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
          nullif(ip_address, '') as "ipAddress", nullif(user_agent, '') as "userAgent"
     from sessions where user_id = $1 and expires_at > now() order by updated_at desc, id desc limit 100`,
);

/** Where a person is signed in, the one used last first; without what proves it. */
export const listSessions = (db: Queryable, userId: string): Promise<SignIn[]> => db.many(selectSessions, [userId]);

const deleteSession = statement<never>("accounts.end_session", "delete from sessions where user_id = $1 and id = $2");

/** Signs a person out of one browser; false when there is no such session of theirs. */
export const endSession = async (db: Queryable, userId: string, id: string): Promise<boolean> =>
  (await db.run(deleteSession, [userId, id])) > 0;
