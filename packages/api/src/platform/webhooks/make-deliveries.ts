import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";

/** An event that an endpoint is to get although it was not subscribed when it happened. */
export interface Pair {
  readonly eventId: string;
  readonly endpointId: string;
}

const insertDeliveries = statement<{ id: string; endpoint_id: string }>(
  "webhooks.make_deliveries",
  `with delivery as materialized (
     select uuid_beside(e.id) as id, e.id as event_id, e.type, s.endpoint_id,
            coalesce(s.held_since, now()) - s.held_for + interval '24 hours' as expires_at
       from unnest($2::uuid[], $3::uuid[]) as pair(event_id, endpoint_id)
       join events e on e.center_id = $1 and e.id = pair.event_id
       join endpoint_states s on s.endpoint_id = pair.endpoint_id and s.center_id = $1 and s.status <> 'DELETED'
   ), made as (
     insert into deliveries (center_id, id, endpoint_id, event_id, type, created_at)
     select $1, id, endpoint_id, event_id, type, now() from delivery
   ), queued as (
     insert into delivery_queue (endpoint_id, delivery_id, center_id, event_id, due_at, expires_at)
     select endpoint_id, id, $1, event_id, now(), expires_at from delivery
   ), matched as (
     update events set unmatched = false
      where center_id = $1 and id in (select event_id from delivery) and unmatched
   )
   select id, endpoint_id from delivery`,
);

/** New deliveries of old events, due now, with 24 hours from now. Those for deleted endpoints are left out. */
export const makeDeliveries = async (
  tx: Queryable,
  centerId: CenterId,
  pairs: readonly Pair[],
): Promise<{ id: string; endpoint_id: string }[]> =>
  pairs.length === 0
    ? []
    : tx.many(insertDeliveries, [
        centerId,
        pairs.map(({ eventId }) => eventId),
        pairs.map(({ endpointId }) => endpointId),
      ]);

const lockSending = statement<unknown>(
  "webhooks.lock_sending",
  "select pg_advisory_xact_lock(hashtextextended('webhooks.make_deliveries ' || $1, 0))",
);

/** One at a time in each center looks what is missing and makes it, so that nothing is made twice. */
export const lockMaking = async (tx: Queryable, centerId: CenterId): Promise<void> => {
  await tx.many(lockSending, [centerId]);
};
