import type { Db } from "@aviationalley/db/client.ts";

type Hear = (keyId: string) => void;

/** Who caches keys of this process, by the database they come from. */
const caches = new WeakMap<object, Set<Hear>>();

/** Registers a cache of this node; answers how to end it. */
export const hearForgotten = (db: Db, hear: Hear): (() => void) => {
  const known = caches.get(db) ?? new Set();
  caches.set(db, known.add(hear));
  return () => known.delete(hear);
};

/** Tells this node's caches at once, without the way through the database, that a key is no longer what it was. */
export const forgetKey = (db: object, keyId: string): void => {
  for (const hear of caches.get(db) ?? []) hear(keyId);
};
