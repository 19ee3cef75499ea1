import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import { LRUCache } from "lru-cache";
import { hearForgotten } from "./forget.ts";
import type { KeyPrincipal, KeyStore } from "./principal.ts";
import { findPrincipal, markUsed } from "./queries.ts";
import { openRequestNotes } from "./requests.ts";

export interface OpenKeyStore extends KeyStore {
  /** Writes what uses and requests are not written yet. Throws when the database is away; they are kept for the next time. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Promised is 5 s, counted from the moment at which the row was read; the rest is for the answer's way. */
const LIFE_MS = 4_500;
const MOST_CACHED = 20_000;

/** Lookups of one token that begin within this time are one: later ones must not get an answer that old. */
const JOIN_MS = 25;
const FLUSH_MS = 10_000;

/** What is remembered of a token; `principal` is null where there is no such key. */
interface Known {
  principal: KeyPrincipal | null;
}

interface Lookup {
  began: number;
  answer: Promise<KeyPrincipal | undefined>;
}

/**
 * Keys by the digest of their token, cached for at most 5 s. A revocation empties the entry: on this node with its
 * commit, on others by NOTIFY. While that connection is down, every lookup goes to the database.
 */
export const openKeyStore = (db: Db, listener: Listener): OpenKeyStore => {
  const cache = new LRUCache<string, Known>({ max: MOST_CACHED, ttl: LIFE_MS });
  const lookups = new Map<string, Lookup>();
  const uses = recordUses(db);
  const requests = openRequestNotes(db);
  let generation = 0;

  const forget = (keyId?: string): void => {
    // What is being read just now may have been read before the change: it is answered, but neither kept nor shared.
    generation++;
    lookups.clear();
    if (keyId === undefined) return cache.clear();
    for (const [sha256, { principal }] of cache.entries()) if (principal?.id === keyId) cache.delete(sha256);
  };

  listener.on("api_keys", (keyId) => forget(keyId));
  listener.onDisconnect(() => forget());
  const stopHearing = hearForgotten(db, forget);

  const read = async (sha256: string, began: number): Promise<KeyPrincipal | undefined> => {
    const startedIn = generation;
    const row = await findPrincipal(db, sha256);
    const principal = row && { ...row, scopes: new Set(row.scopes) };
    if (principal) uses.know(principal.id, principal.centerId);
    const ttl = LIFE_MS - (performance.now() - began);
    if (listener.connected && startedIn === generation && ttl > 0)
      cache.set(sha256, { principal: principal ?? null }, { ttl });
    return principal;
  };

  const look = (sha256: string): Promise<KeyPrincipal | undefined> => {
    const began = performance.now();
    const running = lookups.get(sha256);
    if (running && began - running.began < JOIN_MS) return running.answer;
    const answer = read(sha256, began).finally(() => {
      if (lookups.get(sha256)?.answer === answer) lookups.delete(sha256);
    });
    lookups.set(sha256, { began, answer });
    return answer;
  };

  const timer = setInterval(() => void uses.flush().catch(() => undefined), FLUSH_MS).unref();

  return {
    find(sha256) {
      const known = listener.connected ? cache.get(sha256) : undefined;
      return known ? (known.principal ?? undefined) : look(sha256);
    },
    touch: (keyId) => uses.touch(keyId),
    note: (request) => requests.note(request),
    async flush() {
      await Promise.all([uses.flush(), requests.flush()]);
    },
    async close() {
      clearInterval(timer);
      stopHearing();
      await Promise.all([uses.flush().catch(() => undefined), requests.close()]);
    },
  };
};

/** Collects uses; each key is written at most once a minute, however often it is used. */
const recordUses = (db: Db) => {
  const keys = new LRUCache<string, { centerId: CenterId; written: number }>({ max: MOST_CACHED });
  const waiting = new Map<string, CenterId>();
  const minute = (): number => Math.floor(Date.now() / 60_000);

  return {
    know(id: string, centerId: CenterId): void {
      if (!keys.has(id)) keys.set(id, { centerId, written: 0 });
    },
    touch(id: string): void {
      const key = keys.get(id);
      const now = minute();
      if (!key || key.written === now) return;
      key.written = now;
      waiting.set(id, key.centerId);
    },
    async flush(): Promise<void> {
      if (waiting.size === 0) return;
      const batch = [...waiting];
      waiting.clear();
      try {
        await markUsed(
          db,
          batch.map(([id, centerId]) => ({ id, centerId })),
        );
      } catch (error) {
        for (const [id, centerId] of batch) waiting.set(id, centerId);
        throw error;
      }
    },
  };
};
