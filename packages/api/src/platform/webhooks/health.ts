import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { HOUR_MS } from "../../lib/time.ts";

/** How an endpoint does: its last 24 hours, and what waits. */
export interface EndpointHealth {
  endpointId: string;
  /** Attempts of the 24 hours. */
  delivered: number;
  failed: number;
  /** The same by the hour, the oldest first; the last hour is the present one. */
  hours: { at: string; delivered: number; failed: number }[];
  /** Deliveries that are not settled: held while the endpoint is paused or disabled. At most `MOST_COUNTED`. */
  waiting: number;
  /** Deliveries that are FAILED, at most `MOST_COUNTED`. */
  failedForGood: number;
}

const HOURS = 24;
const MOST_ENDPOINTS = 500;

/** Counting goes no further: a backlog of a million would cost 100 ms for a number that nobody reads to its end. */
export const MOST_COUNTED = 10_000;

interface HealthRow {
  id: string;
  waiting: number;
  failed_for_good: number;
  /** JSON: the hours that had attempts. */
  hours: string;
}

interface Hour {
  slot: number;
  delivered: number;
  failed: number;
}

const selectHealth = statement<HealthRow>(
  "webhooks.health",
  `select e.id,
          (select count(*)::int from (select from delivery_queue q where q.endpoint_id = e.id limit ${MOST_COUNTED}) w) as waiting,
          (select count(*)::int from (select from failed_deliveries f
             where f.center_id = $1 and f.endpoint_id = e.id limit ${MOST_COUNTED}) g) as failed_for_good,
          (select coalesce(json_agg(hour), '[]') from (
             select floor(extract(epoch from t.at) / 3600)::int as slot, sum(t.delivered)::int as delivered,
                    sum(t.refused + t.timed_out + t.unreachable + t.not_sent)::int as failed
               from endpoint_traffic t where t.center_id = $1 and t.endpoint_id = e.id and t.at >= $2 group by 1) hour) as hours
     from endpoints e where e.center_id = $1 and e.deleted_at is null
    order by e.created_at desc, e.id desc limit ${MOST_ENDPOINTS}`,
);

/** How a center's endpoints do up to `now` (ms since 1970); those of the list, in its order. */
export const readHealth = async (
  db: Queryable,
  centerId: CenterId,
  now: number = Date.now(),
): Promise<EndpointHealth[]> => {
  const first = Math.floor(now / HOUR_MS) - HOURS + 1;
  const rows = await db.many(selectHealth, [centerId, new Date(first * HOUR_MS)]);
  return rows.map(({ id, waiting, failed_for_good: failedForGood, hours: text }) => {
    const known = JSON.parse(text) as Hour[]; // composed by the statement in this shape
    const hours = Array.from({ length: HOURS }, (_, index) => {
      const { delivered, failed } = known.find(({ slot }) => slot === first + index) ?? { delivered: 0, failed: 0 };
      return { at: new Date((first + index) * HOUR_MS).toISOString(), delivered, failed };
    });
    const sumOf = (key: "delivered" | "failed"): number => hours.reduce((sum, hour) => sum + hour[key], 0);
    return { endpointId: id, delivered: sumOf("delivered"), failed: sumOf("failed"), hours, waiting, failedForGood };
  });
};
