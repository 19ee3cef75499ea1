import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import { MINUTE_MS } from "../../lib/time.ts";
import { leastIdOf } from "./fail-unattempted.ts";
import { lockMaking, makeDeliveries, type Pair } from "./make-deliveries.ts";
import { reopenDeliveries } from "./reopen.ts";
import { findMissing } from "./replay.ts";
import { wake } from "./wake.ts";

interface Job {
  center_id: CenterId;
  id: string;
  kind: "RECOVER" | "MISSING" | "UNMATCHED";
  endpoint_id: string | null;
  types: string[] | null;
  since: string;
  until: string;
  /** Milliseconds since 1970. */
  until_ms: number;
  /** Nothing that began by `until` can commit any more. */
  closed: boolean;
  cursor_id: string;
}

/** By then a change has been committed, or the server has ended it: its statements and its pauses are bounded. */
const LONGEST_CHANGE_MS = 2 * MINUTE_MS;

/** How long a job rests that waits for changes under way to end. */
const REST_SECONDS = 1;

/** Rows per transaction: short enough that cancelling waits for no one, and a crash repeats little. */
const BATCH = 200;

/** An event has the time of its transaction's begin, an id that is made within it, and is seen from its commit on. */
const takeJob = statement<Job>(
  "webhooks.take_recovery",
  `select center_id, id, kind, endpoint_id, types, since, until, (extract(epoch from until) * 1000)::float8 as until_ms, cursor_id,
          until < now() - interval '${LONGEST_CHANGE_MS} ms'
            or not exists (select from pg_stat_activity
                            where datname = current_database() and backend_type = 'client backend'
                              and pid <> pg_backend_pid() and xact_start < until + interval '1 ms') as closed
     from recoveries where state = 'RUNNING' and worked_at < clock_timestamp() + interval '1 ms'
    order by worked_at limit 1 for update skip locked`,
);

const saveProgress = statement<never>(
  "webhooks.recovery_progress",
  `update recoveries
      set cursor_id = $3, reached_at = greatest(reached_at, least(until, $4::timestamptz)), examined = examined + $5,
          sent = sent + $6, worked_at = clock_timestamp() + make_interval(secs => $8), state = case when $7 then 'DONE' else state end,
          finished_at = case when $7 then clock_timestamp() end
    where center_id = $1 and id = $2`,
);

const nextFailed = statement<{ id: string }>(
  "webhooks.recovery_failed",
  `select delivery_id as id from failed_deliveries
    where center_id = $1 and endpoint_id = $2 and delivery_id > $3::uuid
      and failed_at between $4::timestamptz and $5::timestamptz
    order by delivery_id limit ${BATCH}`,
);

const ofTypes = statement<{ id: string }>(
  "webhooks.recovery_of_types",
  "select id from deliveries where center_id = $1 and id = any($2::uuid[]) and type = any($3::text[])",
);

const nextEvents = statement<{ id: string }>(
  "webhooks.recovery_events",
  `select id from events
    where center_id = $1 and id > $2::uuid and id < $3::uuid and created_at between $4::timestamptz and $5::timestamptz
      and not sample and ($6::text[] is null or type = any($6))
    order by id limit ${BATCH}`,
);

const nextUnmatched = statement<{ id: string }>(
  "webhooks.recovery_unmatched",
  `select id from events
    where center_id = $1 and unmatched and id > $2::uuid and id < $3::uuid
      and created_at between $4::timestamptz and $5::timestamptz
    order by id limit ${BATCH}`,
);

const withoutDelivery = statement<{ id: string }>(
  "webhooks.recovery_without",
  `select e.id from unnest($2::uuid[]) as e(id)
    where not exists (select from deliveries d
                       where d.center_id = $1 and d.id between uuid_floor(e.id) and uuid_ceiling(e.id)
                         and d.event_id = e.id and d.endpoint_id = $3)`,
);

interface Batch {
  /** In order. */
  readonly ids: readonly string[];
  /** Endpoints that got something, one entry a delivery. */
  readonly sentTo: readonly string[];
}

const step = async (tx: Tx, job: Job): Promise<Batch> => {
  const { center_id: centerId, endpoint_id: endpointId, since, until } = job;
  // The stretch in which something may still appear is walked last.
  const end = leastIdOf(job.until_ms + (job.closed ? LONGEST_CHANGE_MS : -LONGEST_CHANGE_MS));
  switch (job.kind) {
    case "RECOVER": {
      const ids = idsOf(await tx.many(nextFailed, [centerId, endpointId, job.cursor_id, since, until]));
      // Not those of which whoever started it may not know.
      const shown = job.types === null ? ids : idsOf(await tx.many(ofTypes, [centerId, ids, job.types]));
      return { ids, sentTo: await reopenDeliveries(tx, centerId, shown) };
    }
    case "MISSING": {
      await lockMaking(tx, centerId);
      const ids = idsOf(await tx.many(nextEvents, [centerId, job.cursor_id, end, since, until, job.types]));
      const missing = idsOf(await tx.many(withoutDelivery, [centerId, ids, endpointId]));
      return {
        ids,
        sentTo: await send(
          tx,
          centerId,
          missing.map((eventId) => ({ eventId, endpointId: endpointId ?? "" })),
        ),
      };
    }
    case "UNMATCHED": {
      await lockMaking(tx, centerId);
      const ids = idsOf(await tx.many(nextUnmatched, [centerId, job.cursor_id, end, since, until]));
      return { ids, sentTo: await send(tx, centerId, await findMissing(tx, centerId, ids)) };
    }
  }
};

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

const send = async (tx: Tx, centerId: CenterId, pairs: readonly Pair[]): Promise<string[]> =>
  (await makeDeliveries(tx, centerId, pairs)).map(({ endpoint_id }) => endpoint_id);

const timeOf = (id: string): string => new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString();

/** One batch of the job that waited longest; how many deliveries it made, or undefined when no job is to be had. */
const workOne = (db: Db): Promise<number | undefined> =>
  inTransaction(db, async (tx) => {
    const job = await tx.maybe(takeJob, []);
    if (!job) return undefined;
    const { ids, sentTo } = await step(tx, job);
    const last = ids.at(-1) ?? job.cursor_id;
    const through = ids.length < BATCH;
    const over = through && (job.closed || job.kind === "RECOVER");
    const rest = through && !over ? REST_SECONDS : 0;
    await tx.run(saveProgress, [job.center_id, job.id, last, timeOf(last), ids.length, sentTo.length, over, rest]);
    tx.afterCommit(() => wake([...new Set(sentTo)]));
    return sentTo.length;
  });

/**
 * Works off what `startRecovery` started, a batch of each job in turn, until nothing is left or `budgetMs` is over.
 * Deliveries and progress commit together: a worker killed at any point loses nothing and sends nothing twice. Any
 * number of workers may do it at once; each job is in one's hands at a time. Answers how many deliveries were made.
 */
export const workRecoveries = async (db: Db, budgetMs = 1_000): Promise<number> => {
  const end = performance.now() + budgetMs;
  let made = 0;
  do {
    const batch = await workOne(db);
    if (batch === undefined) return made;
    made += batch;
  } while (performance.now() < end);
  return made;
};
