import { setTimeout as sleep } from "node:timers/promises";
import { dropPartitions, RETENTION_DAYS } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { statement } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { latenciesOf, type Note, pace, startReceiver, startWorker } from "../webhooks/rig.ts";
import type { Delivered } from "./history.ts";

const DAY_MS = 86_400_000;
const CHANGES_PER_SECOND = 50;
/** Heard by one endpoint, and by none of those that the history is of. */
const OWN_FAMILY = 1_000;

/** What letting go of history did to deliveries that were made meanwhile. */
export interface Retention {
  /** Rows that went: events, deliveries and attempts. */
  readonly rows: number;
  readonly tables: number;
  /** Seconds that dropping took in all. */
  readonly seconds: number;
  /** Milliseconds from commit to receiver, before and meanwhile. */
  readonly calm: readonly number[];
  readonly during: readonly number[];
}

const countRows = statement<{ rows: number; tables: number }>(
  "bench.history",
  `select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows, count(*)::int as tables
     from pg_class where relkind = 'r' and relname ~ '^(events|deliveries|attempts)_(w[0-9]+|default)$'`,
);

/**
 * Drops all weeks but this one while changes are made and delivered: what a minute's housekeeping does, as if the days
 * that are kept had passed. What it could not lock in time it tries again, as it would a minute later.
 */
const letGo = async ({ db }: Delivered): Promise<number> => {
  const then = Date.now() + (RETENTION_DAYS + 1) * DAY_MS;
  let seconds = 0;
  for (let dropped = 1; dropped > 0;) {
    const began = performance.now();
    dropped = await dropPartitions(db, then);
    seconds += (performance.now() - began) / 1000;
    await sleep(200);
  }
  return seconds;
};

export const measureRetention = async (subject: Delivered, seconds: number): Promise<Retention> => {
  const receiver = await startReceiver();
  await newEndpoint(subject.db, subject.center, { url: `${receiver.origin}/hook`, events: [`f${OWN_FAMILY}.*`] });
  const worker = await startWorker(subject.url);
  const singles = async (): Promise<readonly number[]> => {
    await receiver.ask("listen");
    const changes = await pace(subject, [OWN_FAMILY], CHANGES_PER_SECOND, seconds);
    await sleep(1_000);
    const { fromCommit } = latenciesOf(changes, await receiver.ask<Note[]>("tell"));
    if (fromCommit.length < changes.length) throw new Error("A delivery did not arrive within a second.");
    return fromCommit;
  };
  try {
    const before = await subject.db.one(countRows, []);
    await singles();
    const calm = await singles();
    const dropping = sleep((seconds * 1000) / 4).then(() => letGo(subject));
    const during = await singles();
    const took = await dropping;
    const after = await subject.db.one(countRows, []);
    return { rows: before.rows - after.rows, tables: before.tables - after.tables, seconds: took, calm, during };
  } finally {
    await Promise.all([worker.stop(), receiver.stop()]);
  }
};
