import { type Db, statement } from "@aviationalley/db/client.ts";
import type { Claimed } from "./claim.ts";

/** Long enough that a worker which cannot send is not busy with claiming, short enough that another is soon at it. */
const AGAIN_AFTER_SECONDS = 1;

/** The order of locks is that of settling: states, then queue. */
const giveBackAll = statement<{ endpoint_id: string; given: number }>(
  "webhooks.give_back",
  `with state as materialized (
     select endpoint_id from endpoint_states where endpoint_id = any($1::uuid[]) order by endpoint_id for no key update
   ), back as materialized (
     select r.endpoint_id from (select count(*) as locked from state) s
            cross join return_leases(case when s.locked > 0 then $1::uuid[] end, $2::uuid[], $3::bigint[],
                                     interval '${AGAIN_AFTER_SECONDS} seconds') r(endpoint_id)
   ), counted as (
     select endpoint_id, count(*)::int as given from back group by endpoint_id
   )
   update endpoint_states e set in_flight = e.in_flight - c.given
     from counted c where e.endpoint_id = c.endpoint_id
   returning e.endpoint_id, c.given`,
);

/** A delivery that was claimed under a lease and never sent. */
export interface Unsent {
  readonly claimed: Claimed;
  readonly token: number;
}

/**
 * Gives back what this process claimed and could not even try to send: no attempt was made, nobody's failure is
 * counted, and whoever can may send it. Says how many were still under their lease, whose row ends by its time.
 */
export const giveBack = async (db: Db, unsent: readonly Unsent[]): Promise<number> => {
  const rows = await db.many(giveBackAll, [
    unsent.map(({ claimed }) => claimed.endpointId),
    unsent.map(({ claimed }) => claimed.deliveryId),
    unsent.map(({ token }) => token),
  ]);
  return rows.reduce((sum, { given }) => sum + given, 0);
};
