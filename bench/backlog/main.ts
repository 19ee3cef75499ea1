import { startCluster } from "../lib/cluster.ts";
import { atMost, type Figure, say } from "../lib/figures.ts";
import { median, percentile, publish, table } from "../lib/report.ts";
import { startReceiver } from "../webhooks/rig.ts";
import { measureBurst } from "./burst.ts";
import { measureThroughput } from "./throughput.ts";

const BACKLOG = 1_000_000;
const BURST = 100_000;

const count = (value: number): string => value.toLocaleString("en");

/** `npm run bench -- backlog [--rounds N] [--scale 0.1]`: what a long backlog, and a burst of one endpoint, do to others. */
export const benchBacklog = async ({ rounds = 7, seconds = 20, scale = 1 }): Promise<readonly Figure[]> => {
  const cluster = await startCluster();
  const receiver = await startReceiver();
  try {
    const backlog = Math.round((BACKLOG * scale) / 10) * 10;
    const deliveries = Math.round(4_000 * scale) * 10;
    // First, while the disk is quiet: filling a backlog leaves it checkpoints and vacuums for minutes.
    const burst = await measureBurst(cluster, Math.round(BURST * scale), Math.max(3, seconds * scale));
    const { empty, full, growth, left } = await measureThroughput(cluster, receiver.origin, {
      backlog,
      deliveries,
      rounds,
    });
    const cost = atMost(1.2, {
      what: "what a delivery costs behind a million that wait, against none",
      value: growth,
      unit: "×",
    });
    const delay = atMost(100, {
      what: "longest single delivery during a burst of another endpoint, beyond the usual",
      value: Math.max(...burst.during) - median(burst.calm),
      unit: "ms",
      digits: 0,
    });
    if (scale >= 1 && burst.left === 0) throw new Error("The burst was over before the single deliveries were.");
    publish({ name: "backlog", title: "A long backlog", command: "npm run bench -- backlog", keep: scale === 1 }, [
      table(
        ["due deliveries waiting", "deliveries/s, emitted and settled"],
        [
          ["0", empty.toFixed(0)],
          [`${count(backlog)} (${count(left)} at the end)`, full.toFixed(0)],
        ],
      ),
      `${say(cost)}: ${count(deliveries)} deliveries emitted, ten a change, while one worker settles as many, of 100 endpoints; medians of ${rounds} interleaved rounds, and of the ratios within each, each turn with a worker that has just started.`,
      table(
        ["one delivery to another endpoint, ms from commit to receiver", "p50", "p99", "longest", "deliveries"],
        [
          latencies("before the burst", burst.calm),
          latencies(`during a burst of ${count(Math.round(BURST * scale))} for one endpoint`, burst.during),
        ],
      ),
      `${say(delay)}. The burst is emitted a thousand a transaction; ${count(burst.left)} of it still waited at the end.`,
    ]);
    return [cost, delay];
  } finally {
    await receiver.stop();
    await cluster.stop();
  }
};

const latencies = (name: string, values: readonly number[]): string[] => [
  name,
  percentile(values, 0.5).toFixed(1),
  percentile(values, 0.99).toFixed(1),
  Math.max(...values).toFixed(1),
  String(values.length),
];
