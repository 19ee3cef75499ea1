import { child } from "../lib/children.ts";
import { type Cluster, startCluster } from "../lib/cluster.ts";
import { atMost, type Figure, say } from "../lib/figures.ts";
import { percentile, publish, table } from "../lib/report.ts";
import {
  addEndpoints,
  latenciesOf,
  type Note,
  openSubject,
  pace,
  startReceiver,
  startWorker,
  untilEmpty,
} from "../webhooks/rig.ts";
import { upTo } from "../webhooks/payload.ts";
import { measureEmit } from "./emit-cost.ts";

const CHANGES_PER_SECOND = 200;
const WARM_UP_SECONDS = 5;

interface Latency {
  readonly name: string;
  readonly count: number;
  readonly fromCommit: readonly number[];
  readonly fromSending: readonly number[];
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Changes at 200 a second, each heard by `hearers` of as many families' endpoints. */
const measureOurs = async (
  cluster: Cluster,
  receiver: Receiver,
  hearers: number,
  seconds: number,
): Promise<Latency> => {
  const families = 10;
  const subject = await openSubject(cluster, `latency_${hearers}`);
  await addEndpoints(subject, families * hearers, families, () => `${receiver.origin}/hook`);
  const worker = await startWorker(subject.url);
  try {
    await pace(subject, upTo(families), CHANGES_PER_SECOND, WARM_UP_SECONDS);
    await untilEmpty(subject);
    await receiver.ask("listen");
    const changes = await pace(subject, upTo(families), CHANGES_PER_SECOND, seconds);
    await untilEmpty(subject);
    const latencies = latenciesOf(changes, await receiver.ask<Note[]>("tell"));
    if (latencies.fromCommit.length < changes.length * hearers) throw new Error("A delivery did not arrive.");
    return {
      name: `ours, ${hearers === 1 ? "one endpoint" : `${hearers} endpoints`} a change`,
      count: latencies.fromCommit.length,
      ...latencies,
    };
  } finally {
    await worker.stop();
  }
};

/** The limit: NOTIFY within the transaction, LISTEN, one POST. */
const measureBare = async (cluster: Cluster, receiver: Receiver, seconds: number): Promise<Latency> => {
  const subject = await openSubject(cluster, "latency_bare");
  const poster = child(new URL("notify.ts", import.meta.url), [subject.url, receiver.origin]);
  await poster.next();
  try {
    await pace(subject, [], CHANGES_PER_SECOND, WARM_UP_SECONDS);
    await receiver.ask("listen");
    const changes = await pace(subject, [], CHANGES_PER_SECOND, seconds);
    const latencies = latenciesOf(changes, await receiver.ask<Note[]>("tell"));
    return { name: "bare: NOTIFY in the transaction, LISTEN, POST", count: latencies.fromCommit.length, ...latencies };
  } finally {
    await poster.stop();
  }
};

const show = (values: readonly number[], share: number): string => percentile(values, share).toFixed(1);

/** `npm run bench -- latency [--seconds N] [--scale 0.1]`: from a change's commit to its receivers, and what emitting costs. */
export const benchLatency = async ({ seconds = 30, scale = 1 }): Promise<readonly Figure[]> => {
  const length = Math.max(2, seconds * scale);
  const cluster = await startCluster();
  const receiver = await startReceiver();
  try {
    const bare = await measureBare(cluster, receiver, length);
    const one = await measureOurs(cluster, receiver, 1, length);
    const ten = await measureOurs(cluster, receiver, 10, length);
    const emit = await measureEmit(cluster, Math.round(2_000 * scale));
    const p50 = percentile(one.fromCommit, 0.5);
    const p99 = percentile(one.fromCommit, 0.99);
    const cost = emit.ten - emit.write;
    const usual = atMost(10, { what: "commit to receiver, p50", value: p50, unit: "ms", digits: 1 });
    const late = atMost(50, { what: "commit to receiver, p99", value: p99, unit: "ms", digits: 1 });
    const emitting = atMost(1, { what: "an event for ten endpoints, in its transaction", value: cost, unit: "ms" });
    publish(
      { name: "latency", title: "From commit to receiver", command: "npm run bench -- latency", keep: scale === 1 },
      [
        table(
          ["ms", "p50", "p90", "p99", "p99.9", "p50 from sending the commit", "p99", "deliveries"],
          [bare, one, ten].map(({ name, count, fromCommit, fromSending }) => [
            name,
            ...[0.5, 0.9, 0.99, 0.999].map((share) => show(fromCommit, share)),
            show(fromSending, 0.5),
            show(fromSending, 0.99),
            String(count),
          ]),
        ),
        `${say(usual)}, ${say(late)}, ${(p50 / percentile(bare.fromCommit, 0.5)).toFixed(1)} × and ${(p99 / percentile(bare.fromCommit, 0.99)).toFixed(1)} × the bare way. ${CHANGES_PER_SECOND} changes a second for ${length} s with exponential gaps, whether or not the last one is through; one worker at its default settings. Measured from when the producer knew of its commit, and from when it sent it, to when the receiver had read the whole request.`,
        table(
          ["a transaction with", "ms, median", "more than the write alone"],
          [
            ["one write", emit.write.toFixed(2), "–"],
            ["and an event that nobody hears", emit.unheard.toFixed(2), (emit.unheard - emit.write).toFixed(2)],
            ["and an event for ten endpoints", emit.ten.toFixed(2), cost.toFixed(2)],
          ],
        ),
        `${say(emitting)}: one connection, the three in turn.`,
      ],
    );
    return [usual, late, emitting];
  } finally {
    await receiver.stop();
    await cluster.stop();
  }
};
