import { statement } from "@aviationalley/db/client.ts";
import { startCluster } from "../lib/cluster.ts";
import { atMost, type Figure, say } from "../lib/figures.ts";
import { median, percentile, publish, table } from "../lib/report.ts";
import { upTo } from "../webhooks/payload.ts";
import {
  addEndpoints,
  latenciesOf,
  newCenter,
  type Note,
  openSubject,
  pace,
  startReceiver,
  startWorker,
  type Subject,
} from "../webhooks/rig.ts";

const ENDPOINTS = 1_000;
/** Each change is heard by ten endpoints, every other one of which may be dead. */
const FAMILIES = ENDPOINTS / 10;
const CHANGES_PER_SECOND = 50;
const WARM_UP_SECONDS = 3;
/** Not counted: each endpoint's first delivery, which opens its connection and its secret, whoever else is alive. */
const FIRST_SECONDS = FAMILIES / CHANGES_PER_SECOND;
/** How long what was made last may take to arrive. */
const SETTLE_MS = 2_000;

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

interface Receivers {
  readonly hearing: Receiver;
  readonly deaf: Receiver;
}

/** What the living half's deliveries took, in ms from the commit. */
interface Run {
  readonly p50: number;
  readonly p99: number;
  /** Of all, each endpoint's first delivery included. */
  readonly p99WithFirst: number;
}

const forget = statement<never>("bench.forget", "delete from delivery_queue where center_id = $1");

/**
 * A center of its own, since dead endpoints are remembered: the first half of each family at `/alive`, the other half
 * there too or at a receiver that never answers. A worker of its own, warmed up by what all hear.
 */
const run = async (base: Subject, { hearing, deaf }: Receivers, dead: boolean, seconds: number): Promise<Run> => {
  const warm: Subject = { ...base, center: await newCenter(base.db) };
  await addEndpoints(warm, 10, 1, () => `${hearing.origin}/warm`);
  const subject: Subject = { ...base, center: await newCenter(base.db) };
  const other = dead ? deaf.origin : hearing.origin;
  await addEndpoints(subject, ENDPOINTS, FAMILIES, (index) =>
    index < ENDPOINTS / 2 ? `${hearing.origin}/alive` : `${other}/other`,
  );
  const worker = await startWorker(base.url);
  try {
    await pace(warm, [0], CHANGES_PER_SECOND, WARM_UP_SECONDS);
    await hearing.ask("listen");
    const changes = await pace(subject, upTo(FAMILIES), CHANGES_PER_SECOND, seconds);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const alive = (await hearing.ask<Note[]>("tell")).filter(([path]) => path === "/alive");
    const all = latenciesOf(changes, alive).fromCommit;
    if (all.length < (changes.length * ENDPOINTS) / FAMILIES / 2)
      throw new Error(`${all.length} deliveries of ${changes.length} changes arrived at the living half.`);
    const { fromCommit } = latenciesOf(changes.slice(FAMILIES), alive);
    return {
      p50: percentile(fromCommit, 0.5),
      p99: percentile(fromCommit, 0.99),
      p99WithFirst: percentile(all, 0.99),
    };
  } finally {
    await worker.stop();
    await base.db.run(forget, [subject.center]);
  }
};

/**
 * `npm run bench -- fairness [--rounds N] [--seconds N] [--scale 0.1]`: a thousand endpoints, half of them dead. Runs of
 * one kind differ by a factor of two and more, so five say little.
 */
export const benchFairness = async ({ rounds = 15, seconds = 15, scale = 1 }): Promise<readonly Figure[]> => {
  const length = FIRST_SECONDS + Math.max(1, seconds * scale);
  const times = scale < 1 ? 1 : rounds;
  const cluster = await startCluster();
  const receivers = { hearing: await startReceiver(), deaf: await startReceiver("deaf") };
  try {
    const base = await openSubject(cluster, "fairness");
    const healthy: Run[] = [];
    const halfDead: Run[] = [];
    for (let round = 0; round < times; round++) {
      for (const [into, dead] of [
        [healthy, false],
        [halfDead, true],
      ] as const) {
        const one = await run(base, receivers, dead, length);
        console.error(
          `  ${dead ? "half dead" : "all healthy"}: p50 ${one.p50.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms`,
        );
        into.push(one);
      }
    }
    const p99 = { healthy: median(healthy.map((one) => one.p99)), halfDead: median(halfDead.map((one) => one.p99)) };
    const ratio = atMost(1.2, {
      what: "p99 of the living half, against all alive",
      value: p99.halfDead / p99.healthy,
      unit: "×",
    });
    publish(
      {
        name: "fairness",
        title: "A thousand endpoints, half of them dead",
        command: "npm run bench -- fairness",
        keep: scale === 1,
      },
      [
        table(
          ["the living half, ms from commit to receiver", "p50", "p99", "p99 of each run", "with the first deliveries"],
          [row("all healthy", healthy), row("the other half never answers", halfDead)],
        ),
        `${say(ratio)}: medians of ${times} interleaved runs of ${length} s with ${CHANGES_PER_SECOND} changes a second, ten endpoints each, five of which may be dead. Each run begins with fresh endpoints, so that no circuit is open yet; counted is from when each has had its first delivery, which opens a connection and a secret (the last column counts those too). One worker at its default settings; dead endpoints take connections and say nothing.`,
      ],
    );
    return [ratio];
  } finally {
    await receivers.hearing.stop();
    await receivers.deaf.stop();
    await cluster.stop();
  }
};

const row = (name: string, runs: readonly Run[]): string[] => [
  name,
  median(runs.map(({ p50 }) => p50)).toFixed(1),
  median(runs.map(({ p99 }) => p99)).toFixed(1),
  runs.map(({ p99 }) => p99.toFixed(1)).join(", "),
  median(runs.map(({ p99WithFirst }) => p99WithFirst)).toFixed(1),
];
