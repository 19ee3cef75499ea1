import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../lib/children.ts";
import type { Cluster } from "../lib/cluster.ts";
import { median, medianRatio } from "../lib/report.ts";
import { vacuum } from "../lib/vacuum.ts";
import { upTo } from "../webhooks/payload.ts";
import { addEndpoints, openSubject, readyProducer, startWorker, type Subject } from "../webhooks/rig.ts";
import { fillBacklog, waitingNow } from "./fill.ts";

const ENDPOINTS = 100;
const FAMILIES = 10;

interface Side {
  readonly subject: Subject;
  readonly backlog: number;
}

const openSide = async (cluster: Cluster, name: string, origin: string, backlog: number): Promise<Side> => {
  const subject = await openSubject(cluster, name);
  const ids = await addEndpoints(subject, ENDPOINTS, FAMILIES, () => `${origin}/hook`);
  await fillBacklog(subject, ids, backlog);
  await vacuum(subject.url);
  return { subject, backlog };
};

/** Emits so many deliveries while a worker settles as many, whichever; deliveries per second of both together. */
const work = async ({ subject }: Side, worker: Child, deliveries: number): Promise<number> => {
  const producer = await readyProducer(subject, upTo(FAMILIES), deliveries / 10);
  const before = await worker.ask<number>("settled");
  const began = performance.now();
  await producer.finish();
  while ((await worker.ask<number>("settled")) - before < deliveries) await sleep(10);
  return deliveries / ((performance.now() - began) / 1000);
};

export interface Throughput {
  /** Deliveries per second, emitted and settled. */
  readonly empty: number;
  readonly full: number;
  /** What a delivery costs on the full side, against the empty one. */
  readonly growth: number;
  /** Still waiting at the end of the last round. */
  readonly left: number;
}

/** The same work where nothing waits and where `backlog` deliveries do, in turn. */
export const measureThroughput = async (
  cluster: Cluster,
  origin: string,
  { backlog, deliveries, rounds }: { backlog: number; deliveries: number; rounds: number },
): Promise<Throughput> => {
  const sides = {
    empty: await openSide(cluster, "backlog_empty", origin, 0),
    full: await openSide(cluster, "backlog_full", origin, backlog),
  };
  const rates = { empty: [] as number[], full: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ["empty", "full"] as const) {
      const side = sides[name];
      // A worker of its own for each turn: the full side's would go on with its backlog.
      const worker = await startWorker(side.subject.url);
      await work(side, worker, Math.max(1_000, deliveries / 5));
      const rate = await work(side, worker, deliveries);
      await worker.stop();
      console.error(`  ${name}: ${rate.toFixed(0)} deliveries/s`);
      rates[name].push(rate);
    }
  }
  return {
    empty: median(rates.empty),
    full: median(rates.full),
    growth: medianRatio(rates.empty, rates.full),
    left: await waitingNow(sides.full.subject.db),
  };
};
