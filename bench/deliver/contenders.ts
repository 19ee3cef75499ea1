import { setTimeout as sleep } from "node:timers/promises";
import { statement } from "@aviationalley/db/client.ts";
import { child, type Child } from "../lib/children.ts";
import type { Cluster } from "../lib/cluster.ts";
import { upTo } from "../webhooks/payload.ts";
import { addEndpoints, openSubject, readyProducer, startWorker, type Subject, untilEmpty } from "../webhooks/rig.ts";

export const ENDPOINTS = 100;
export const FAN_OUT = 10;

/** A way to deliver, with its own database and its worker process. */
export interface Contender {
  /** Emits and delivers so many, from the first transaction to the last settle; answers deliveries per second. */
  run(deliveries: number): Promise<number>;
  stop(): Promise<void>;
}

const perSecond = async (deliveries: number, work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return deliveries / ((performance.now() - began) / 1000);
};

/** `nodeOptions` are for the worker's process, whose id is told. */
export const openOurs = async (
  cluster: Cluster,
  origin: string,
  nodeOptions: readonly string[] = [],
): Promise<Contender & { pid: number }> => {
  const subject = await openSubject(cluster, "deliver_ours");
  await addEndpoints(subject, ENDPOINTS, ENDPOINTS / FAN_OUT, () => `${origin}/hook`);
  const worker = await startWorker(subject.url, { nodeOptions });
  let settled = 0;
  return {
    pid: worker.pid,
    async run(deliveries) {
      const producer = await readyProducer(subject, upTo(ENDPOINTS / FAN_OUT), deliveries / FAN_OUT);
      settled += deliveries;
      const rate = await perSecond(deliveries, async () => {
        await producer.finish();
        // The worker first, as with the others: the queue's look at itself would count as ours.
        while ((await worker.ask<number>("settled")) < settled) await sleep(20);
        await untilEmpty(subject);
      });
      const told = await worker.ask<number>("settled");
      if (told !== settled) throw new Error(`${told} attempts were settled, not ${settled}.`);
      return rate;
    },
    stop: () => worker.stop(),
  };
};

interface Other {
  /** The folder of its programs. */
  readonly name: "graphile" | "pg-boss" | "naive";
  /** Deliveries at once, where the worker is told. */
  readonly atOnce?: number;
  /** Before the worker starts. */
  prepare(subject: Subject): Promise<unknown>;
  /** Whether a job is not settled. */
  readonly waiting: string;
}

const openOther = async (cluster: Cluster, origin: string, other: Other): Promise<Contender> => {
  const { name, waiting, atOnce = 1 } = other;
  const subject = await openSubject(cluster, `deliver_${name.replace("-", "_")}_${atOnce}`);
  await other.prepare(subject);
  const { url, db, center } = subject;
  const worker: Child = child(new URL(`${name}/work.ts`, import.meta.url), [url, origin, atOnce]);
  await worker.next();
  const anyWaiting = statement<{ waiting: boolean }>(`bench.${name}.waiting`, `select exists (${waiting}) as waiting`);
  let kept = 0;
  return {
    async run(deliveries) {
      const producer = child(new URL(`${name}/enqueue.ts`, import.meta.url), [
        url,
        center,
        deliveries / FAN_OUT,
        FAN_OUT,
      ]);
      await producer.next();
      kept += deliveries;
      return perSecond(deliveries, async () => {
        await producer.finish();
        while ((await worker.ask<number>("kept")) < kept) await sleep(20);
        while ((await db.one(anyWaiting, [])).waiting) await sleep(20);
      });
    },
    stop: () => worker.stop(),
  };
};

export const openGraphile = (cluster: Cluster, origin: string): Promise<Contender> =>
  openOther(cluster, origin, {
    name: "graphile",
    prepare: () => Promise.resolve(),
    waiting: "select from graphile_worker._private_jobs",
  });

export const openPgBoss = (cluster: Cluster, origin: string): Promise<Contender> =>
  openOther(cluster, origin, {
    name: "pg-boss",
    prepare: () => Promise.resolve(),
    waiting: "select from pgboss.job where name = 'deliver' and state < 'completed'",
  });

const createNaive = statement<never>(
  "bench.naive_create",
  `create table naive_deliveries (
     id uuid primary key, center_id uuid not null, event_id uuid not null, status text not null default 'PENDING',
     next_attempt_at timestamptz(3) not null, attempts int not null default 0)`,
);
const indexNaive = statement<never>(
  "bench.naive_index",
  "create index on naive_deliveries (next_attempt_at) where status = 'PENDING'",
);

export const openNaive = (cluster: Cluster, origin: string, atOnce: number): Promise<Contender> =>
  openOther(cluster, origin, {
    name: "naive",
    atOnce,
    prepare: async ({ db }) => {
      await db.run(createNaive, []);
      await db.run(indexNaive, []);
    },
    waiting: "select from naive_deliveries where status = 'PENDING'",
  });
