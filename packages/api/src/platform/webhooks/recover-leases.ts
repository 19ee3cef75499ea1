import { type Db, statement } from "@aviationalley/db/client.ts";

/**
 * Ends leases that ran out: their worker died, or could not settle. What was sent without being settled is sent again,
 * with the same id and bytes. The order of locks is that of settling: states, then queue.
 */
const release = statement<{ endpoint_id: string; released: number }>(
  "webhooks.recover_leases",
  `with ended as materialized (
     delete from delivery_claims where token = any (array(
       select token from delivery_claims where lease_until <= now() order by lease_until limit 100 for update skip locked))
     returning token, endpoint_ids, delivery_ids
   ), held as materialized (
     select e.token, d.endpoint_id, d.delivery_id
       from ended e cross join lateral unnest(e.endpoint_ids, e.delivery_ids) as d(endpoint_id, delivery_id)
   ), state as materialized (
     select endpoint_id from endpoint_states where endpoint_id in (select endpoint_id from held)
      order by endpoint_id for no key update
   ), due as materialized (
     select r.endpoint_id
       from (select array_agg(endpoint_id) filter (where locked > 0) as endpoints, array_agg(delivery_id) as deliveries,
                    array_agg(token) as tokens
               from held, (select count(*) as locked from state) s) h
            cross join return_leases(h.endpoints, h.deliveries, h.tokens) r(endpoint_id)
   ), counted as (
     select endpoint_id, count(*)::int as released from due group by endpoint_id
   )
   update endpoint_states e set in_flight = e.in_flight - c.released
     from counted c where e.endpoint_id = c.endpoint_id
   returning e.endpoint_id, c.released`,
);

/** Makes due again what dead workers held; says how many. */
export const recoverLeases = async (db: Db): Promise<number> =>
  (await db.many(release, [])).reduce((sum, { released }) => sum + released, 0);
