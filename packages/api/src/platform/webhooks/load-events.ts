import { type Db, statement } from "@aviationalley/db/client.ts";
import { LRUCache } from "lru-cache";
import { unnested } from "../../lib/bound-arrays.ts";
import type { Claimed } from "./claim.ts";
import type { StoredEvent } from "./wire.ts";

/** Each by its key, even by a plan that was made when the week's partition was empty: a join then read all of it. */
const selectEvents = statement<{
  center_id: string;
  id: string;
  type: string;
  data: string;
  created_at: string;
  api_version: string;
}>(
  "webhooks.events_of_deliveries",
  `select e.center_id, e.id, e.type, e.data, e.api_version,
          to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at
     from ${unnested("$1::uuid[]", "$2::uuid[]")} as wanted(center_id, id)
          cross join lateral (select * from events e where e.center_id = wanted.center_id and e.id = wanted.id limit 1) e`,
);

/** Answers the events of deliveries, by id. */
export type LoadEvents = (claimed: readonly Claimed[]) => Promise<ReadonlyMap<string, StoredEvent>>;

/** An event goes to several endpoints within moments; this many bytes of them are kept. */
const KEPT_BYTES = 16 * 1024 * 1024;

export const eventLoader = (db: Db): LoadEvents => {
  const kept = new LRUCache<string, StoredEvent>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ data }) => data.length + 200,
  });
  return async (claimed) => {
    const found = new Map<string, StoredEvent>();
    const missing = new Map<string, string>();
    for (const { eventId, centerId } of claimed) {
      const event = kept.get(eventId);
      if (event) found.set(eventId, event);
      else missing.set(eventId, centerId);
    }
    if (missing.size === 0) return found;
    for (const row of await db.many(selectEvents, [[...missing.values()], [...missing.keys()]])) {
      const { center_id: centerId, created_at: createdAt, api_version: apiVersion, ...event } = row;
      const stored = { ...event, centerId, createdAt, apiVersion };
      kept.set(stored.id, stored);
      found.set(stored.id, stored);
    }
    return found;
  };
};
