import { type Db, statement } from "@aviationalley/db/client.ts";
import { OPEN_AFTER } from "./circuit.ts";

/** Skips from endpoint to endpoint in the queue's index: the cost is by endpoints that wait, not by what waits. */
const selectDue = statement<{ endpoint_id: string }>(
  "webhooks.endpoints_due",
  `with recursive waiting as (
     (select endpoint_id from delivery_queue order by endpoint_id limit 1)
     union all
     select (select q.endpoint_id from delivery_queue q where q.endpoint_id > w.endpoint_id order by q.endpoint_id limit 1)
       from waiting w where w.endpoint_id is not null
   )
   select w.endpoint_id from waiting w join endpoint_states s on s.endpoint_id = w.endpoint_id
    where s.status = 'ACTIVE' and (s.failures < ${OPEN_AFTER} or s.probe_at <= now())
      and exists (select from delivery_queue q
                   where q.endpoint_id = w.endpoint_id and q.due_at <= now() and q.lease_token is null)`,
);

/** The endpoints that have something to send now: what wake-ups may have missed, retries and probes. */
export const endpointsDue = async (db: Db): Promise<string[]> =>
  (await db.many(selectDue, [])).map(({ endpoint_id }) => endpoint_id);
