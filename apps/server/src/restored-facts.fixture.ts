import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";

const selectThings = statement<{ id: string; version: number }>(
  "test.things",
  `select id, version from bookings where center_id = $1
   union all select id, version from work_orders where center_id = $1`,
);
const selectNumbers = statement<{ number: string }>(
  "test.numbers",
  "select number from work_orders where center_id = $1 order by number",
);
const selectEvents = statement<{ id: string; subject: string; version: number }>(
  "test.events",
  "select id, subject_id as subject, version from events where center_id = $1 order by id",
);

/** A delivery with what must go with it. */
export interface DeliveryFact {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  readonly state: string;
  readonly attempts: number;
  /** Attempts that are kept. */
  readonly kept: number;
  readonly queued: boolean;
}

const selectDeliveries = statement<DeliveryFact>(
  "test.deliveries",
  `select d.id, d.event_id as event, d.endpoint_id as endpoint, d.state, d.attempts,
          (select count(*)::int from attempts a where a.center_id = d.center_id and a.delivery_id = d.id) as kept,
          exists (select from delivery_queue q where q.endpoint_id = d.endpoint_id and q.delivery_id = d.id) as queued
     from deliveries d where d.center_id = $1 order by d.id`,
);
const countQueued = statement<{ count: number }>("test.queued", "select count(*)::int as count from delivery_queue");

/** What waits for a retry, or under a lease of a worker that is no more, is due now. */
const makeDue = statement<never>(
  "test.due",
  "update delivery_queue set due_at = now() - interval '1 second' where center_id = $1",
);
const endLeases = statement<never>(
  "test.end_leases",
  "update delivery_claims set lease_until = now() - interval '1 second'",
);

export const readFacts = async (db: Db, center: CenterId) => ({
  things: await db.many(selectThings, [center]),
  numbers: (await db.many(selectNumbers, [center])).map(({ number }) => number),
  events: await db.many(selectEvents, [center]),
  deliveries: await db.many(selectDeliveries, [center]),
  queued: (await db.one(countQueued, [])).count,
});

export type Facts = Awaited<ReturnType<typeof readFacts>>;

/** As if the hours until the next retry, and until leases end, had passed. */
export const letTimePass = async (db: Db, center: CenterId): Promise<void> => {
  await db.run(endLeases, []);
  await db.run(makeDue, [center]);
};
