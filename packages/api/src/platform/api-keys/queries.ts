import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import type { Position } from "../../lib/cursor.ts";
import type { Instant } from "../../lib/time.ts";
import type { ApiKey } from "./schema.ts";

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const COLUMNS = `id, name, mode, hint, scopes, created_by_name as "createdBy", ${iso("created_at")} as "createdAt",
  ${iso("expires_at")} as "expiresAt", ${iso("revoked_at")} as "revokedAt", ${iso("last_used_at")} as "lastUsedAt",
  reissued_from as "reissuedFrom"`;

export interface KeyRecord {
  id: string;
  name: string;
  mode: "live" | "test";
  sha256: string;
  hint: string;
  scopes: readonly string[];
  createdById: string | null;
  createdBy: string;
  createdAt: Instant;
  expiresAt: Instant | null;
  reissuedFrom: string | null;
}

const insertOne = statement<ApiKey>(
  "api_keys.insert",
  `insert into api_keys (center_id, id, name, mode, token_sha256, hint, scopes, created_by, created_by_name,
                         created_at, expires_at, reissued_from)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${COLUMNS}`,
);

export const insertKey = (db: Queryable, centerId: CenterId, key: KeyRecord): Promise<ApiKey> =>
  db.one(insertOne, [
    centerId,
    key.id,
    key.name,
    key.mode,
    key.sha256,
    key.hint,
    key.scopes,
    key.createdById,
    key.createdBy,
    key.createdAt,
    key.expiresAt,
    key.reissuedFrom,
  ]);

const selectPage = statement<{ document: string }>(
  "api_keys.page",
  `select row_to_json(page) as document from (
     select ${COLUMNS} from api_keys
      where center_id = $1 and (created_at, id) < ($2::timestamptz, $3::uuid)
      order by created_at desc, id desc limit $4
   ) page`,
);

/** Keys of a center, newest first, each as the JSON text of an `ApiKey`. */
export const readKeys = async (
  db: Queryable,
  centerId: CenterId,
  _filters: object,
  { createdAt, id }: Position,
  limit: number,
): Promise<string[]> => (await db.many(selectPage, [centerId, createdAt, id, limit])).map(({ document }) => document);

const selectForUpdate = statement<ApiKey>(
  "api_keys.for_update",
  `select ${COLUMNS} from api_keys where center_id = $1 and id = $2 for update`,
);

export const findKeyForUpdate = (db: Queryable, centerId: CenterId, id: string): Promise<ApiKey | undefined> =>
  db.maybe(selectForUpdate, [centerId, id]);

const revokeOne = statement<ApiKey>(
  "api_keys.revoke",
  `update api_keys set revoked_at = $3::timestamptz + $4 * interval '1 day' where center_id = $1 and id = $2
   returning ${COLUMNS}`,
);

export const revokeKeyRow = (
  db: Queryable,
  centerId: CenterId,
  id: string,
  at: Instant,
  overlapDays: number,
): Promise<ApiKey> => db.one(revokeOne, [centerId, id, at, overlapDays]);

const notifyForgotten = statement<unknown>("api_keys.notify", "select pg_notify('api_keys', $1)");

/** Travels with the commit, so that no other node hears of a revocation that never was. */
export const notifyKeyChanged = (db: Queryable, id: string): Promise<number> => db.run(notifyForgotten, [id]);

export interface PrincipalRow {
  id: string;
  name: string;
  centerId: CenterId;
  mode: "live" | "test";
  scopes: string[];
  expiresAt: number | null;
  revokedAt: number | null;
}

/**
 * Milliseconds since 1970, or 0 when the database says that the time has come: a node whose clock is slow must not
 * see a revocation as something of the future.
 */
const passed = (column: string): string =>
  `case when ${column} <= now() then 0 else (extract(epoch from ${column}) * 1000)::bigint end`;

const selectPrincipal = statement<PrincipalRow>(
  "api_keys.principal",
  `select id, name, center_id as "centerId", mode, scopes, ${passed("expires_at")} as "expiresAt",
          ${passed("revoked_at")} as "revokedAt"
     from api_keys where token_sha256 = $1`,
);

export const findPrincipal = (db: Queryable, tokenSha256: string): Promise<PrincipalRow | undefined> =>
  db.maybe(selectPrincipal, [tokenSha256]);

const updateUsed = statement<never>(
  "api_keys.used",
  `update api_keys k set last_used_at = date_trunc('minute', now())
     from (select center_id, id from api_keys
            where (center_id, id) in (select * from ${unnested("$1::uuid[]", "$2::uuid[]")})
              and (last_used_at is null or last_used_at < date_trunc('minute', now()))
              for no key update skip locked) due
    where k.center_id = due.center_id and k.id = due.id`,
);

/** Notes the present minute as the last use of these keys. Rows that another node is writing are its own business. */
export const markUsed = (db: Queryable, keys: readonly { centerId: CenterId; id: string }[]): Promise<number> =>
  db.run(updateUsed, [keys.map(({ centerId }) => centerId), keys.map(({ id }) => id)]);

const selectCenterOf = statement<{ centerId: CenterId }>(
  "api_keys.center_of",
  `select center_id as "centerId" from api_keys where id = $1`,
);

/** The center that a key belongs to: for the operator, who stands above centers. */
export const findCenterOfKey = async (db: Queryable, id: string): Promise<CenterId | undefined> =>
  (await db.maybe(selectCenterOf, [id]))?.centerId;
