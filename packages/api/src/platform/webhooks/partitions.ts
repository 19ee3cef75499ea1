import { type Db, statement } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import { DAY_MS } from "../../lib/time.ts";
import { leastIdOf } from "./fail-unattempted.ts";
import { forgetTraffic } from "./traffic.ts";

/**
 * History in ranges of a week. They are made ahead, so that rows find theirs; what finds none lies in the default
 * partition, where retention deletes it row by row: slower, and just as gone.
 */
const TABLES = ["events", "deliveries", "attempts"] as const;
type Table = (typeof TABLES)[number];

const WEEK_MS = 7 * DAY_MS;
const WEEKS_AHEAD = 4;
export const RETENTION_DAYS = 30;

/** A day more than promised: what was sent again on its last day has its 24 hours. */
const DROP_AFTER_MS = (RETENTION_DAYS + 1) * DAY_MS;

/** Making or dropping waits this long for those who read or write, who wait behind it; then it tries again a minute later. */
const LOCK_TIMEOUT = "250ms";

const DELETE_BATCH = 5_000;

const partitionName = (table: Table, week: number): string => `${table}_w${week}`;

const listPartitions = statement<{ name: string }>(
  "webhooks.partitions",
  `select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = any (array['events'::regclass, 'deliveries'::regclass, 'attempts'::regclass])`,
);
const lockPartitions = statement<{ taken: boolean }>(
  "webhooks.lock_partitions",
  "select pg_try_advisory_xact_lock(hashtextextended('webhooks.partitions', 0)) as taken",
);
const waitShortly = statement<never>("webhooks.lock_timeout", `set local lock_timeout = '${LOCK_TIMEOUT}'`);

/** 55P03: someone held the table too long. 23514: rows of that week lie in the default partition already. */
const LATER = new Set(["55P03", "23514"]);

/** One change of the tables in a transaction of its own; false where it has to wait or another node is at it. */
const change = async (db: Db, work: (tx: Tx) => Promise<unknown>): Promise<boolean> => {
  try {
    return await inTransaction(db, async (tx) => {
      if (!(await tx.one(lockPartitions, [])).taken) return false;
      await tx.run(waitShortly, []);
      await work(tx);
      return true;
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && LATER.has(String(error.code))) return false;
    throw error;
  }
};

const existing = async (db: Db): Promise<ReadonlySet<string>> =>
  new Set((await db.many(listPartitions, [])).map(({ name }) => name));

/** Makes the partitions of this week and the next ones, where they are missing. `now` is in ms since 1970. */
export const makePartitions = async (db: Db, now: number): Promise<number> => {
  const there = await existing(db);
  const first = Math.floor(now / WEEK_MS);
  let made = 0;
  for (const table of TABLES) {
    for (let week = first; week <= first + WEEKS_AHEAD; week++) {
      const name = partitionName(table, week);
      if (there.has(name)) continue;
      const [from, to] = [leastIdOf(week * WEEK_MS), leastIdOf((week + 1) * WEEK_MS)];
      const create = `create table if not exists ${name} partition of ${table} for values from ('${from}') to ('${to}')`;
      const fill = table === "deliveries" ? " with (fillfactor = 85)" : "";
      if (await change(db, (tx) => tx.run(statement(`webhooks.make_${name}`, create + fill), []))) made++;
    }
  }
  return made;
};

/** Drops the weeks of which all is older than is kept; says how many tables went. */
export const dropPartitions = async (db: Db, now: number): Promise<number> => {
  const last = Math.floor((now - DROP_AFTER_MS) / WEEK_MS) - 1;
  const old = [...(await existing(db))].filter((name) => Number(/_w(\d+)$/.exec(name)?.[1] ?? Infinity) <= last);
  let dropped = 0;
  // What refers goes before what it refers to.
  for (const table of TABLES.toReversed()) {
    for (const name of old.filter((one) => one.startsWith(`${table}_`))) {
      if (await change(db, (tx) => tx.run(statement(`webhooks.drop_${name}`, `drop table if exists ${name}`), [])))
        dropped++;
    }
  }
  return dropped;
};

/** What was held for longer than history is kept goes with it. */
const forgetHeld = statement<never>(
  "webhooks.forget_held",
  `delete from delivery_queue q using endpoint_states s
    where s.status <> 'ACTIVE' and q.endpoint_id = s.endpoint_id and q.delivery_id < $1 and q.lease_token is null`,
);

const rowsOf = (table: string, column: string) =>
  statement<never>(
    `webhooks.forget_${table}`,
    `delete from ${table} where ctid = any (array(select ctid from ${table} where ${column} < $1 limit ${DELETE_BATCH}))`,
  );

const FORGET = [
  rowsOf("attempts_default", "delivery_id"),
  rowsOf("deliveries_default", "id"),
  rowsOf("events_default", "id"),
  rowsOf("failed_deliveries", "delivery_id"),
];

const forgetRows = async (db: Db, now: number): Promise<number> => {
  const before = leastIdOf(now - DROP_AFTER_MS);
  let forgotten = (await db.run(forgetHeld, [before])) + (await forgetTraffic(db, now - DROP_AFTER_MS));
  for (const one of FORGET) {
    for (let batch = DELETE_BATCH; batch === DELETE_BATCH; forgotten += batch) batch = await db.run(one, [before]);
  }
  return forgotten;
};

/** How often rows are looked for one by one; partitions are compared each time. */
const FORGET_EVERY_MS = DAY_MS / 24;
let forgotAt = -Infinity;

/** Makes partitions ahead and lets go of what is older than 30 days. Cheap when there is nothing to do. */
export const keepHistory = async (db: Db, now: number): Promise<number> => {
  const changed = (await makePartitions(db, now)) + (await dropPartitions(db, now));
  if (now - forgotAt < FORGET_EVERY_MS) return changed;
  forgotAt = now;
  return changed + (await forgetRows(db, now));
};
