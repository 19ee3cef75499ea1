import { makePartitions } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { upTo } from "../webhooks/payload.ts";
import type { Cluster } from "../lib/cluster.ts";
import { vacuum } from "../lib/vacuum.ts";
import { addEndpoints, openSubject, type Subject } from "../webhooks/rig.ts";
import { dropIndexes, filling } from "./session.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** What is kept, and so what there is. */
const HISTORY_MS = 30 * DAY_MS;
const TABLES = ["events", "deliveries", "attempts"] as const;

export const ENDPOINTS = 100;
export const FAMILIES = 10;

/** A database in which so many events were delivered in the last thirty days, each to one endpoint. */
export interface Delivered extends Subject {
  readonly rows: number;
  readonly endpointIds: readonly string[];
}

/** Rows `from` up to `to` of `count`, spread evenly over the thirty days. About as long as a small booking's. */
const insertText = ({ center, endpointIds }: Delivered, from: number, to: number, count: number): string => `
  with event as materialized (
    select n, uuidv7(-make_interval(secs => ${HISTORY_MS / 1000}::float8 * (${count} - n) / ${count})) as id
      from generate_series(${from}, ${to - 1}) n
  ), kept as (
    insert into events (center_id, id, type, subject_id, version, data, created_at, unmatched)
    select '${center}', id, 'f0.made', gen_random_uuid(), 1,
           ('{"object":{"id":"' || id || '","version":1,"name":"B737-800 Full Flight Simulator 2","notes":"Recurrent training"},"previous":null}')::json,
           uuid_extract_timestamp(id), false from event
  ), delivery as materialized (
    select uuid_beside(id) as id, id as event_id, uuid_extract_timestamp(id) as at,
           ('{${endpointIds.join(",")}}'::uuid[])[1 + n % ${endpointIds.length}] as endpoint_id from event
  ), made as (
    insert into deliveries (center_id, id, endpoint_id, event_id, type, state, attempts, last_status, created_at, settled_at)
    select '${center}', id, endpoint_id, event_id, 'f0.made', 'DELIVERED', 1, 200, at, at from delivery
  )
  insert into attempts (center_id, delivery_id, number, endpoint_id, started_at, duration_ms, outcome, status,
                        request_headers, response_headers, node)
  select '${center}', id, 1, endpoint_id, at, 12, 'delivered', 200, '{"content-type":"application/json"}', '{}', 'bench' from delivery`;

/** Rows by week, the oldest first. */
const weeksOf = (count: number, now: number): { week: number; from: number; to: number }[] => {
  const [first, last] = [Math.floor((now - HISTORY_MS) / WEEK_MS), Math.floor(now / WEEK_MS)];
  const rowAt = (ms: number): number =>
    Math.min(count, Math.max(0, Math.round((count * (ms - now + HISTORY_MS)) / HISTORY_MS)));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const week = first + index;
    return { week, from: rowAt(week * WEEK_MS), to: rowAt((week + 1) * WEEK_MS) };
  });
};

/**
 * Fills a database with a month of history, a statement a week, two weeks at a time. Weeks that are over are not logged,
 * since nobody writes them any more; the indexes are made at the end, all of them.
 */
export const fillHistory = async (cluster: Cluster, name: string, origin: string, rows: number): Promise<Delivered> => {
  const subject = await openSubject(cluster, name);
  const endpointIds = await addEndpoints(subject, ENDPOINTS, FAMILIES, () => `${origin}/hook`);
  const now = Date.now();
  await makePartitions(subject.db, now - HISTORY_MS);
  const full: Delivered = { ...subject, rows, endpointIds };
  const weeks = weeksOf(rows, now);
  const indexes = await filling(subject.url, async (client) => {
    for (const { week } of weeks.slice(0, -1))
      for (const table of TABLES) await client.query(`alter table ${table}_w${week} set unlogged`);
    return [...(await dropIndexes(client, "events")).values(), ...(await dropIndexes(client, "deliveries")).values()];
  });
  const lane = async (mine: typeof weeks): Promise<void> => {
    for (const { from, to } of mine)
      await filling(subject.url, (client) => client.query(insertText(full, from, to, rows)));
  };
  await Promise.all(upTo(2).map((one) => lane(weeks.filter((_, index) => index % 2 === one))));
  await filling(subject.url, async (client) => {
    for (const index of indexes) await client.query(index.replace(" ON ONLY ", " ON "));
  });
  await vacuum(subject.url);
  return full;
};
