import { type Db, statement } from "@aviationalley/db/client.ts";
import type { Subject } from "../webhooks/rig.ts";
import { newThing } from "../webhooks/payload.ts";

/** Deliveries per statement. */
const CHUNK = 50_000;

/** An event of each change, as if made over the last two hours, and its deliveries to ten of the endpoints. */
const insertBacklog = statement<never>(
  "bench.backlog",
  `with event as materialized (
     select uuidv7(-make_interval(secs => random() * 7200)) as id, n from generate_series($3::int, $4::int - 1) n
   ), kept as (
     insert into events (center_id, id, type, subject_id, version, data, created_at, unmatched)
     select $1, id, 'f0.made', id, 1, $5::json, uuid_extract_timestamp(id), false from event
   ), delivery as materialized (
     select uuid_beside(e.id) as id, e.id as event_id, uuid_extract_timestamp(e.id) as at,
            ($2::uuid[])[1 + (e.n + 10 * k) % cardinality($2::uuid[])] as endpoint_id
       from event e cross join generate_series(0, 9) k
   ), made as (
     insert into deliveries (center_id, id, endpoint_id, event_id, type, created_at)
     select $1, id, endpoint_id, event_id, 'f0.made', at from delivery
   )
   insert into delivery_queue (endpoint_id, delivery_id, center_id, event_id, due_at, expires_at)
   select endpoint_id, id, $1, event_id, at, at + interval '24 hours' from delivery`,
);

/** Puts so many due deliveries before these endpoints. */
export const fillBacklog = async ({ db, center }: Subject, endpointIds: readonly string[], deliveries: number) => {
  const data = JSON.stringify({ object: newThing(), previous: null });
  for (let from = 0; from < deliveries; from += CHUNK)
    await db.run(insertBacklog, [center, endpointIds, from / 10, Math.min(deliveries, from + CHUNK) / 10, data]);
};

const countWaiting = statement<{ count: number }>(
  "bench.backlog_count",
  "select count(*)::int as count from delivery_queue",
);

export const waitingNow = async (db: Db): Promise<number> => (await db.one(countWaiting, [])).count;
