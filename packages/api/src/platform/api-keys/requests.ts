import { type CenterId, type Db, type Queryable, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import type { KeyRequest } from "./schema.ts";

/** How many are kept of a key. */
export const KEPT = 100;

/** A request that a key made, when it was answered. */
export interface ServedRequest {
  readonly centerId: CenterId;
  readonly keyId: string;
  /** Milliseconds since 1970, of the answer. */
  readonly at: number;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Collects what keys asked for and writes it a second later, so that no request waits for it. */
export interface RequestNotes {
  note(request: ServedRequest): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;
const MOST_KEYS = 1_000;
const LONGEST_PATH = 500;

export const openRequestNotes = (db: Db): RequestNotes => {
  let waiting = new Map<string, ServedRequest[]>();

  const flush = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const batch = [...waiting.values()].flatMap((those) => those.slice(-KEPT));
    waiting = new Map();
    await write(db, batch);
  };
  // They are for people to look at: what cannot be written now is let go of rather than kept from the next ones.
  const timer = setInterval(() => void flush().catch(() => undefined), FLUSH_MS).unref();

  return {
    note(request) {
      const those = waiting.get(request.keyId);
      if (those === undefined) {
        if (waiting.size < MOST_KEYS) waiting.set(request.keyId, [request]);
      } else {
        those.push(request);
        // Only the latest are kept: a busy key costs no more than twice those.
        if (those.length > 2 * KEPT) those.splice(0, KEPT);
      }
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush().catch(() => undefined);
    },
  };
};

const insertAll = statement<never>(
  "api_keys.insert_requests",
  `insert into api_key_requests (center_id, key_id, at, request_id, method, path, status, duration_ms)
   select r.* from ${unnested("$1::uuid[]", "$2::uuid[]", "$3::timestamptz[]", "$4::text[]", "$5::text[]", "$6::text[]", "$7::int[]", "$8::real[]")}
       as r(center_id, key_id, at, request_id, method, path, status, duration_ms)
     join api_keys k on k.center_id = r.center_id and k.id = r.key_id
   on conflict do nothing`,
);

const deleteOverflow = statement<never>(
  "api_keys.forget_requests",
  `delete from api_key_requests r using (
     select k.center_id, k.key_id, least.at
       from (select distinct * from ${unnested("$1::uuid[]", "$2::uuid[]")} as u(center_id, key_id)) k
      cross join lateral (select at from api_key_requests
         where center_id = k.center_id and key_id = k.key_id order by at desc, request_id desc offset ${KEPT - 1} limit 1) least
   ) over where r.center_id = over.center_id and r.key_id = over.key_id and r.at < over.at`,
);

const write = async (db: Db, batch: readonly ServedRequest[]): Promise<void> => {
  const [centers, keys] = [batch.map(({ centerId }) => centerId), batch.map(({ keyId }) => keyId)];
  await db.run(insertAll, [
    centers,
    keys,
    batch.map(({ at }) => new Date(at)),
    batch.map(({ requestId }) => requestId),
    batch.map(({ method }) => method),
    batch.map(({ path }) => path.slice(0, LONGEST_PATH)),
    batch.map(({ status }) => status),
    batch.map(({ duration }) => duration),
  ]);
  await db.run(deleteOverflow, [centers, keys]);
};

const selectLatest = statement<KeyRequest>(
  "api_keys.requests",
  `select request_id as "requestId", method, path, status, duration_ms as "durationMs",
          to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from api_key_requests where center_id = $1 and key_id = $2 order by at desc, request_id desc limit ${KEPT}`,
);

/** The latest requests of a key, the newest first; those of the last second may be missing. */
export const latestRequests = (db: Queryable, centerId: CenterId, keyId: string): Promise<KeyRequest[]> =>
  db.many(selectLatest, [centerId, keyId]);
