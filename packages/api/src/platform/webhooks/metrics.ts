import { type Db, DatabaseUnavailable, statement } from "@aviationalley/db/client.ts";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the engine counts in this process, and what the database says of them all. */
export interface WebhookMetrics {
  readonly registry: Registry;
  readonly claims: Counter;
  readonly claimed: Counter;
  readonly attempts: Counter<"outcome">;
  readonly duration: Histogram<"outcome">;
  readonly wait: Histogram;
  readonly settleBatch: Histogram;
  readonly leaseLost: Counter;
  readonly recovered: Counter;
  readonly disabled: Counter<"reason">;
  readonly inFlight: Gauge;
  readonly workers: Gauge;
}

const selectBacklog = statement<{ state: string; count: number; oldest: number }>(
  "webhooks.backlog",
  `select case when s.status <> 'ACTIVE' then 'held' when q.lease_token is not null then 'claimed'
               when q.due_at <= now() then 'due' else 'retry' end as state,
          count(*)::int as count,
          coalesce(extract(epoch from now() - min(q.due_at)), 0)::float8 as oldest
     from delivery_queue q join endpoint_states s using (endpoint_id) group by 1`,
);

const STATES = ["due", "retry", "claimed", "held"];

/** A scrape must not cost more than what it watches: a count of a long queue is kept for as long. */
const KEPT_MS = 15_000;

interface Backlog {
  readonly counts: ReadonlyMap<string, number>;
  readonly oldestDue: number;
}

const readBacklog = async (db: Db): Promise<Backlog> => {
  const rows = await db.many(selectBacklog, []);
  return {
    counts: new Map(rows.map(({ state, count }) => [state, count])),
    oldestDue: Math.max(0, rows.find(({ state }) => state === "due")?.oldest ?? 0),
  };
};

/** Reads once for all who ask at the same time, as gauges do; answers nothing while the database is away. */
const backlogReader = (db: Db): (() => Promise<Backlog | undefined>) => {
  let readAt = -Infinity;
  let backlog: Promise<Backlog | undefined> = Promise.resolve(undefined);
  return () => {
    if (performance.now() - readAt < KEPT_MS) return backlog;
    readAt = performance.now();
    backlog = readBacklog(db).catch((error: unknown) => {
      readAt = -Infinity;
      // What this process counts is worth the most in an outage, and must not go down with what the database says.
      if (error instanceof DatabaseUnavailable) return undefined;
      throw error;
    });
    return backlog;
  };
};

/** Metrics of one process; those of the queue are read from `db` when they are asked for. */
export const openWebhookMetrics = (db: Db): WebhookMetrics => {
  const registry = new Registry();
  const registers = [registry];
  const backlog = backlogReader(db);
  new Gauge({
    name: "aa_webhook_backlog",
    help: "Deliveries that are not settled, by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      const read = await backlog();
      if (read) for (const state of STATES) this.set({ state }, read.counts.get(state) ?? 0);
      else this.reset();
    },
  });
  new Gauge({
    name: "aa_webhook_oldest_due_seconds",
    help: "How long the oldest due delivery of an active endpoint has been due.",
    registers,
    async collect() {
      const read = await backlog();
      if (read) this.set(read.oldestDue);
      else this.remove();
    },
  });
  return {
    registry,
    claims: new Counter({ name: "aa_webhook_claims_total", help: "Claims made by this process.", registers }),
    claimed: new Counter({ name: "aa_webhook_claimed_total", help: "Deliveries claimed by this process.", registers }),
    attempts: new Counter({
      name: "aa_webhook_attempts_total",
      help: "Attempts by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    duration: new Histogram({
      name: "aa_webhook_attempt_seconds",
      help: "From connecting to the end of the answer.",
      labelNames: ["outcome"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    wait: new Histogram({
      name: "aa_webhook_wait_seconds",
      help: "From due to claimed.",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3600],
      registers,
    }),
    settleBatch: new Histogram({
      name: "aa_webhook_settle_batch",
      help: "Attempts settled by one statement.",
      buckets: [1, 5, 20, 50, 100, 200, 500],
      registers,
    }),
    leaseLost: new Counter({
      name: "aa_webhook_leases_lost_total",
      help: "Attempts that could not be settled because their lease had ended.",
      registers,
    }),
    recovered: new Counter({
      name: "aa_webhook_leases_recovered_total",
      help: "Deliveries of dead workers that were made due again.",
      registers,
    }),
    disabled: new Counter({
      name: "aa_webhook_endpoints_disabled_total",
      help: "Endpoints that the engine disabled.",
      labelNames: ["reason"],
      registers,
    }),
    inFlight: new Gauge({ name: "aa_webhook_in_flight", help: "Deliveries that this process holds.", registers }),
    workers: new Gauge({
      name: "aa_webhook_workers",
      help: "Workers that this one hears, itself included; 0 where it hears nobody and does everything.",
      registers,
    }),
  };
};
