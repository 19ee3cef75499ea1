import { type Db, statement } from "@aviationalley/db/client.ts";
import { DAY_MS } from "../../lib/time.ts";
import { OPEN_AFTER } from "./circuit.ts";

const BATCH = 500;

/** What both statements do with `doomed`: the same as settling a failure, without an attempt. */
const FAIL = `
   over as (
     delete from delivery_queue q using doomed d
      where q.endpoint_id = d.endpoint_id and q.delivery_id = d.delivery_id and q.lease_token is null
     returning q.center_id, q.endpoint_id, q.delivery_id
   ), delivery as (
     update deliveries d set state = 'FAILED', reason = $1, settled_at = now()
       from over o where d.center_id = o.center_id and d.id = o.delivery_id
   ), failed as (
     insert into failed_deliveries (center_id, endpoint_id, delivery_id, failed_at)
     select center_id, endpoint_id, delivery_id, now() from over on conflict do nothing
   ), counted as (
     select endpoint_id, count(*)::int as failed from over group by endpoint_id
   ), told as (
     update endpoint_states s set failed_unmailed = s.failed_unmailed + c.failed
       from counted c where s.endpoint_id = c.endpoint_id and s.status <> 'DELETED'
   )
   select coalesce(sum(failed), 0)::int as failed from counted`;

/** An id of the time $2 ms ago is the least of what can be that old; a reopened delivery is older than its 24 hours. */
const failOverdue = statement<{ failed: number }>(
  "webhooks.fail_overdue",
  `with state as materialized (
     select endpoint_id, held_for from endpoint_states
      where status = 'ACTIVE' and failures >= ${OPEN_AFTER} order by endpoint_id for no key update skip locked
   ), doomed as materialized (
     select q.endpoint_id, q.delivery_id from state s cross join lateral (
       select endpoint_id, delivery_id from delivery_queue
        where endpoint_id = s.endpoint_id and delivery_id < $2::uuid
          and lease_token is null and expires_at + s.held_for <= now()
        order by delivery_id limit ${BATCH} for update skip locked) q limit ${BATCH}
   ), ${FAIL}`,
);

const failDeleted = statement<{ failed: number }>(
  "webhooks.fail_deleted",
  `with gone as materialized (
     select endpoint_id from endpoint_states s
      where status = 'DELETED' and exists (select from delivery_queue q where q.endpoint_id = s.endpoint_id and q.lease_token is null)
      limit ${BATCH} for no key update skip locked
   ), doomed as materialized (
     select endpoint_id, delivery_id from delivery_queue
      where endpoint_id in (select endpoint_id from gone) and lease_token is null
      limit ${BATCH} for update skip locked
   ), ${FAIL}`,
);

/** The least UUIDv7 of a millisecond. */
export const leastIdOf = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/**
 * Fails deliveries that get no attempt any more: those that reached their 24 h mark behind an open circuit, and those of
 * endpoints that were deleted. Answers how many. `now` is in ms since 1970.
 */
export const failUnattempted = async (db: Db, now: number): Promise<number> => {
  const overdue = await drain(db, failOverdue, ["circuit_open", leastIdOf(now - DAY_MS + 60_000)]);
  return overdue + (await drain(db, failDeleted, ["endpoint_deleted"]));
};

const drain = async (db: Db, one: typeof failOverdue, values: readonly unknown[]): Promise<number> => {
  for (let failed = 0; ;) {
    const batch = (await db.one(one, values)).failed;
    failed += batch;
    if (batch < BATCH) return failed;
  }
};
