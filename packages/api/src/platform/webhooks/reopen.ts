import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";

const reopenSettled = statement<{ endpoint_id: string }>(
  "webhooks.reopen",
  `with reopened as (
     update deliveries set state = 'PENDING', reason = null, settled_at = null
      where center_id = $1 and id = any($2::uuid[]) and state in ('DELIVERED', 'FAILED')
        and exists (select from endpoint_states s where s.endpoint_id = deliveries.endpoint_id and s.status <> 'DELETED')
     returning center_id, id, endpoint_id, event_id, attempts
   ), unfailed as (
     delete from failed_deliveries f using reopened r
      where f.center_id = r.center_id and f.endpoint_id = r.endpoint_id and f.delivery_id = r.id
   ), queued as (
     insert into delivery_queue (endpoint_id, delivery_id, center_id, event_id, due_at, expires_at, attempts)
     select r.endpoint_id, r.id, r.center_id, r.event_id, now(),
            coalesce(s.held_since, now()) - s.held_for + interval '24 hours', r.attempts
       from reopened r join endpoint_states s using (endpoint_id)
     on conflict do nothing
   )
   select endpoint_id from reopened`,
);

/**
 * DELIVERED|FAILED→PENDING: the same deliveries under the same ids, due now, with 24 hours of their own. Those of
 * deleted endpoints stay as they are. Answers the endpoint of each that was reopened.
 */
export const reopenDeliveries = async (
  tx: Queryable,
  centerId: CenterId,
  deliveryIds: readonly string[],
): Promise<string[]> =>
  deliveryIds.length === 0
    ? []
    : (await tx.many(reopenSettled, [centerId, deliveryIds])).map(({ endpoint_id }) => endpoint_id);
