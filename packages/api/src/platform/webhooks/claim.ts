import { randomInt } from "node:crypto";
import { type Db, statement } from "@aviationalley/db/client.ts";
import { OPEN_AFTER } from "./circuit.ts";

/** A delivery that this worker alone may send, until its lease ends. */
export interface Claimed {
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly centerId: string;
  readonly eventId: string;
  /** Attempts made before this one: in all, and since it was made or reopened. */
  readonly attempts: number;
  readonly tries: number;
  /** Milliseconds to the 24 h mark when it was claimed; negative beyond it. */
  readonly remaining: number;
  /** How long it had been due, in milliseconds. */
  readonly waited: number;
}

/** What a claim found at one endpoint. */
export interface Turn {
  readonly endpointId: string;
  /** Of the endpoint's configuration. */
  readonly version: number;
  readonly claimed: readonly Claimed[];
  /** It took all that it was allowed, so there may be more. */
  readonly more: boolean;
  /** Milliseconds until the endpoint's rate allows another; 0 where it does. */
  readonly rateWait: number;
}

export interface Claim {
  /** Names the lease; settling checks it. */
  readonly token: number;
  /** When it was made, in milliseconds since 1970 by the database's clock; 0 where it found nothing. */
  readonly at: number;
  readonly turns: readonly Turn[];
  /** Endpoints that another worker is claiming or settling at this very moment: ask again. */
  readonly busy: readonly string[];
}

interface Row {
  at: number;
  endpoint_id: string;
  version: number;
  allowed: number;
  rate_wait: number;
  delivery_id: string | null;
  center_id: string;
  event_id: string;
  attempts: number;
  tries: number;
  remaining: number;
  waited: number;
}

/**
 * Locks the endpoints' state rows, or leaves those that are locked; what they allow is read after the lock, so bounds,
 * rates (generic cell rate algorithm, a tenth of a second's burst) and circuits hold exactly across nodes. Each
 * endpoint gets its own share of the batch, whatever waits at others.
 *
 * Nobody waits for the disk: a claim that a crash of the database undoes is claimed and sent a second time, as if its
 * worker had died. What is settled is on disk, and the claim before it.
 */
const claimDue = statement<Row>(
  "webhooks.claim",
  `with locked as materialized (
     select s.endpoint_id, s.held_for, s.failures, s.in_flight, e.version, e.rate_per_second as rate,
            greatest(s.rate_slot_at, now() - make_interval(secs => (ceil(e.rate_per_second / 10.0) - 1) / e.rate_per_second)) as slot,
            case when s.status = 'ACTIVE' and (s.failures < ${OPEN_AFTER} or s.probe_at <= now())
                 then least(places(e.max_in_flight, s.failures), $4::int) else 0 end as bound
       from endpoint_states s join endpoints e on e.center_id = s.center_id and e.id = s.endpoint_id
      where s.endpoint_id = any($1::uuid[])
        for no key update of s skip locked
   ), share as materialized (
     select *, greatest(0, least(bound - in_flight, $6::int,
              case when rate is null then bound
                   when slot > now() then 0
                   else floor(extract(epoch from now() - slot) * rate)::int + 1 end)) as allowed
       from locked
   ), leased as materialized (
     select endpoint_id, q.delivery_id, q.center_id, q.event_id, q.attempts, q.tries,
            date_part('epoch', q.expires_at + s.held_for - now()) * 1000 as remaining,
            date_part('epoch', now() - q.due_at) * 1000 as waited
       from (select array_agg(endpoint_id) as ids, array_agg(allowed) as most from share where allowed > 0) a
            cross join lease_due(a.ids, a.most, $2) q join share s using (endpoint_id)
   ), counted as (
     select endpoint_id, count(*)::int as taken from leased group by endpoint_id
   ), state as (
     update endpoint_states e
        set in_flight = e.in_flight + c.taken,
            rate_slot_at = case when s.rate is null then e.rate_slot_at
                                else s.slot + make_interval(secs => c.taken::float8 / s.rate) end
       from counted c join share s using (endpoint_id) where e.endpoint_id = c.endpoint_id
   ), lease as (
     insert into delivery_claims (token, node, lease_until, endpoint_ids, delivery_ids)
     select $2, $5, now() + make_interval(secs => $3::float8 / 1000), array_agg(endpoint_id), array_agg(delivery_id)
       from leased having count(*) > 0 and set_config('synchronous_commit', 'off', true) = 'off'
   )
   select (extract(epoch from now()) * 1000)::float8 as at,
          s.endpoint_id, s.version, s.allowed, l.delivery_id, l.center_id, l.event_id, l.attempts, l.tries, l.remaining, l.waited,
          case when s.rate is null then 0
               else greatest(0, extract(epoch from
                 s.slot + make_interval(secs => coalesce(c.taken, 0)::float8 / s.rate) - now()) * 1000)::float8 end as rate_wait
     from share s left join leased l using (endpoint_id) left join counted c using (endpoint_id)`,
);

/**
 * What one claim brings in all, about: a little for each of many endpoints, and more once that has landed. Eight
 * workers on two cores that began a backlog with ten for each of a thousand endpoints needed more than 5 s for the last
 * of them: that counted as the receivers' timeouts and opened their circuits.
 */
const AT_ONCE = 500;

export interface ClaimOptions {
  /** Milliseconds: what the slowest POST takes, and the wait for settling. */
  readonly leaseMs: number;
  /** At most this many in flight at each endpoint, below its own bound: lowered when this process is full. */
  readonly bound: number;
  readonly node: string;
}

/** Takes what is due at these endpoints, each within its bound, under one lease. */
export const claim = async (db: Db, endpointIds: readonly string[], options: ClaimOptions): Promise<Claim> => {
  const token = randomInt(2 ** 48 - 1);
  const { leaseMs, bound, node } = options;
  const share = Math.ceil(AT_ONCE / endpointIds.length);
  const rows = await db.many(claimDue, [endpointIds, token, leaseMs, bound, node, share]);
  const turns = new Map<string, Turn & { claimed: Claimed[]; more: boolean }>();
  for (const row of rows) {
    let turn = turns.get(row.endpoint_id);
    if (!turn) {
      turn = { endpointId: row.endpoint_id, version: row.version, claimed: [], more: false, rateWait: row.rate_wait };
      turns.set(row.endpoint_id, turn);
    }
    if (row.delivery_id !== null) turn.claimed.push(toClaimed(row, row.delivery_id));
    turn.more = turn.claimed.length >= row.allowed;
  }
  return { token, at: rows[0]?.at ?? 0, turns: [...turns.values()], busy: endpointIds.filter((id) => !turns.has(id)) };
};

const toClaimed = (row: Row, deliveryId: string): Claimed => ({
  endpointId: row.endpoint_id,
  deliveryId,
  centerId: row.center_id,
  eventId: row.event_id,
  attempts: row.attempts,
  tries: row.tries,
  remaining: row.remaining,
  waited: row.waited,
});
