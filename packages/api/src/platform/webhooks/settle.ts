import { type Db, statement } from "@aviationalley/db/client.ts";
import { DISABLE_AFTER_MS, FIRST_PROBE_SECONDS, LONGEST_PROBE_SECONDS, OPEN_AFTER, WARN_AFTER_MS } from "./circuit.ts";
import type { Claimed } from "./claim.ts";
import { joinTexts, textsOf } from "./join-texts.ts";
import { errorOf, type Exchange, statusOf } from "./outcome.ts";
import type { Verdict } from "./verdict.ts";

/** One attempt that is to be settled under the lease it was made by. */
export interface Settlement {
  readonly token: number;
  readonly claimed: Claimed;
  readonly exchange: Exchange;
  readonly verdict: Verdict;
}

/** The next probe's delay in seconds, by how many failed: doubling, bounded, ±20 %. */
const PROBE_DELAY = `least(${LONGEST_PROBE_SECONDS}, ${FIRST_PROBE_SECONDS} * 2 ^ least(n.failures - ${OPEN_AFTER}, 20)) * (0.8 + 0.4 * random())`;

/**
 * Failures in a row, of which `s.failures` were known: up to those that open the circuit, however many POSTs fail
 * together, and then one for each probe. A POST from before, which ends while the next probe is still ahead, is none.
 */
const FAILURES = `case when t.succeeded or s.failures < ${OPEN_AFTER}
                      then least(${OPEN_AFTER}, case when t.succeeded then 0 else s.failures end + t.failures)
                      when s.probe_at > now() then s.failures
                      else s.failures + 1 end`;

/**
 * Settles a batch in one statement: queue, delivery, attempt, and what it says about each endpoint (circuit, disabling,
 * mail that waits). Only rows that are still under the lease change; endpoints' rows are locked first and in order, so
 * that settling nodes cannot deadlock. (Asking for the count of `state` makes it come first; joining it took four fifths
 * of the time. What charts count is added outside, by count-traffic.ts.)
 *
 * Never bound `deliveries` by parameters here beside the join (`d.id between $1 and $2`), tempting as it is: partitions
 * pruned both at start and by a join crash PostgreSQL 18.4 (pfree in ExecInitPartitionExecPruning) as soon as a row was
 * changed by someone else meanwhile. Opening all partitions costs a batch 0.2 ms.
 */
const settleBatch = statement<{ endpoint_id: string; settled: number; disabled: string | null }>(
  "webhooks.settle",
  `with told as materialized (
     select * from unnest($1::uuid[], $2::boolean[], $3::int[], $4::boolean[]) as t(endpoint_id, succeeded, failures, gone)
   ), state as materialized (
     select s.* from endpoint_states s where s.endpoint_id = any($1::uuid[]) order by s.endpoint_id for no key update
   ), result as materialized (
     select * from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::text[], $11::text[], $12::int[],
       ${textsOf("$13", "$23", "$24")}, $14::timestamptz[], $15::int[], ${textsOf("$16", "$23", "$24")},
       ${textsOf("$17", "$23", "$24")}, ${textsOf("$18", "$23", "$24")}, $19::boolean[], $20::int[])
       as r(endpoint_id, delivery_id, center_id, token, state, outcome, status,
            error, started_at, duration, request_headers, response_headers, response_body, cut, number)
   ), ended as materialized (
     select e.delivery_id from (select count(*) as locked from state) s
            cross join end_leases(case when s.locked > 0 then $5::uuid[] end, $6::uuid[], $8::bigint[], $10::float8[]) e(delivery_id)
   ), settled as materialized (
     select r.* from result r where r.delivery_id in (select delivery_id from ended)
   ), delivery as (
     update deliveries d
        set state = r.state, attempts = r.number, last_status = r.status,
            reason = case when r.state = 'DELIVERED' then null else r.outcome end,
            settled_at = case when r.state = 'PENDING' then null else now() end
       from settled r
      where d.center_id = r.center_id and d.id = r.delivery_id
   ), attempt as (
     insert into attempts (center_id, delivery_id, number, endpoint_id, started_at, duration_ms, outcome, status, error,
                           request_headers, response_headers, response_body, response_cut, node)
     select center_id, delivery_id, number, endpoint_id, started_at, duration, outcome, status, error,
            request_headers, response_headers, response_body, cut, $21 from settled
   ), failed as (
     insert into failed_deliveries (center_id, endpoint_id, delivery_id, failed_at)
     select center_id, endpoint_id, delivery_id, now() from settled where state = 'FAILED'
     on conflict do nothing
   ), finished as (
     delete from delivery_claims where token = any($22::bigint[])
   ), counted as (
     select endpoint_id, count(*)::int as settled, (count(*) filter (where state = 'FAILED'))::int as failed
       from settled group by endpoint_id
   ), next as materialized (
     select s.endpoint_id, t.succeeded, t.gone, coalesce(c.settled, 0) as settled, coalesce(c.failed, 0) as failed,
            ${FAILURES} as failures, s.failures as known, s.probe_at,
            case when t.failures = 0 then null
                 when t.succeeded or s.failing_since is null then now() else s.failing_since end as failing_since,
            s.warned_at, s.told_at is not null and t.succeeded and t.failures = 0 as recovered
       from state s join told t using (endpoint_id) left join counted c using (endpoint_id)
   ), judged as (
     select n.*,
            case when n.gone then 'GONE'
                 when n.failures >= ${OPEN_AFTER}
                  and n.failing_since <= now() - interval '${DISABLE_AFTER_MS} milliseconds'
                  and n.warned_at <= now() - interval '${DISABLE_AFTER_MS - WARN_AFTER_MS} milliseconds' then 'FAILING' end as disable,
            n.failures >= ${OPEN_AFTER} and n.warned_at is null
              and n.failing_since <= now() - interval '${WARN_AFTER_MS} milliseconds' as warn,
            case when n.failures < ${OPEN_AFTER} then null
                 when n.failures = n.known and n.probe_at > now() then n.probe_at
                 else now() + make_interval(secs => ${PROBE_DELAY}) end as next_probe_at
       from next n
   )
   update endpoint_states s
      set in_flight = s.in_flight - j.settled,
          failures = j.failures,
          failing_since = j.failing_since,
          probe_at = j.next_probe_at,
          succeeded_at = case when j.succeeded then now() else s.succeeded_at end,
          failed_at = case when j.failures > 0 then now() else s.failed_at end,
          failed_unmailed = s.failed_unmailed + j.failed,
          warned_at = case when j.succeeded then null when j.warn then now() else s.warned_at end,
          told_at = case when j.recovered then null else s.told_at end,
          notices = s.notices
            || case when j.recovered then array['RECOVERED'] else '{}' end
            || case when j.warn then array['WARNING'] else '{}' end
            || case when s.status = 'ACTIVE' and j.disable is not null then array[j.disable] else '{}' end,
          status = case when s.status = 'ACTIVE' and j.disable is not null then 'DISABLED' else s.status end,
          disabled_reason = case when s.status = 'ACTIVE' and j.disable is not null then j.disable else s.disabled_reason end,
          held_since = case when s.status = 'ACTIVE' and j.disable is not null then now() else s.held_since end
     from judged j where s.endpoint_id = j.endpoint_id
   returning s.endpoint_id, j.settled, case when s.held_since = now() then j.disable end as disabled`,
);

interface Told {
  succeeded: boolean;
  failures: number;
  gone: boolean;
}

/** What the attempts say about their endpoints: whether one succeeded, and how many failed since (or in all). */
const tellEndpoints = (batch: readonly Settlement[]): Map<string, Told> => {
  const told = new Map<string, Told>();
  for (const { claimed, exchange } of batch) {
    const endpoint = told.get(claimed.endpointId) ?? { succeeded: false, failures: 0, gone: false };
    told.set(claimed.endpointId, endpoint);
    if (exchange.outcome.kind === "delivered") {
      endpoint.succeeded = true;
      endpoint.failures = 0;
    } else endpoint.failures++;
    if (exchange.outcome.kind === "gone") endpoint.gone = true;
  }
  return told;
};

export interface Settled {
  /** How many were still under their lease, in all and at each endpoint. */
  readonly settled: number;
  readonly settledAt: ReadonlyMap<string, number>;
  readonly disabled: readonly { readonly endpointId: string; readonly reason: string }[];
}

/** Settles attempts in the order in which they ended; `finished` are leases of which nothing is left. */
export const settle = async (
  db: Db,
  batch: readonly Settlement[],
  finished: readonly number[],
  node: string,
): Promise<Settled> => {
  const told = tellEndpoints(batch);
  const texts = joinTexts([
    batch.map(({ exchange }) => storable(errorOf(exchange.outcome))),
    batch.map(({ exchange }) => exchange.requestHeaders),
    batch.map(({ exchange }) => storable(exchange.responseHeaders)),
    batch.map(({ exchange }) => storable(exchange.responseBody)),
  ]);
  const [errors, requestHeaders, responseHeaders, responseBodies] = texts.columns;
  const rows = await db.many(settleBatch, [
    [...told.keys()],
    [...told.values()].map(({ succeeded }) => succeeded),
    [...told.values()].map(({ failures }) => failures),
    [...told.values()].map(({ gone }) => gone),
    batch.map(({ claimed }) => claimed.endpointId),
    batch.map(({ claimed }) => claimed.deliveryId),
    batch.map(({ claimed }) => claimed.centerId),
    batch.map(({ token }) => token),
    batch.map(({ verdict }) => verdict.state),
    batch.map(({ verdict }) => (verdict.state === "PENDING" ? verdict.retryIn / 1000 : null)),
    batch.map(({ exchange }) => exchange.outcome.kind),
    batch.map(({ exchange }) => statusOf(exchange.outcome)),
    errors,
    batch.map(({ exchange }) => new Date(exchange.startedAt)),
    batch.map(({ exchange }) => Math.round(exchange.duration)),
    requestHeaders,
    responseHeaders,
    responseBodies,
    batch.map(({ exchange }) => exchange.responseCut),
    batch.map(({ claimed }) => claimed.attempts + 1),
    node,
    finished,
    texts.apart,
    texts.none,
  ]);
  return {
    settled: rows.reduce((sum, row) => sum + row.settled, 0),
    settledAt: new Map(rows.map((row) => [row.endpoint_id, row.settled])),
    disabled: rows.flatMap(({ endpoint_id: endpointId, disabled: reason }) => (reason ? [{ endpointId, reason }] : [])),
  };
};

/** PostgreSQL's text holds every character but NUL; receivers answer anything. */
const storable = (text: string | null): string | null =>
  text?.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
