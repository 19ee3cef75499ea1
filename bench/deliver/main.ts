import { child } from "../lib/children.ts";
import { type Cluster, startCluster } from "../lib/cluster.ts";
import { atLeast, type Figure, say } from "../lib/figures.ts";
import { median, medianRatio, publish, table } from "../lib/report.ts";
import { startReceiver } from "../webhooks/rig.ts";
import { profileDeliveries } from "./profile.ts";
import { type Contender, ENDPOINTS, FAN_OUT, openGraphile, openNaive, openOurs, openPgBoss } from "./contenders.ts";

const NAMES = {
  bare: "bare undici dispatcher, same bodies and signatures, no database",
  ours: "ours, one worker",
  graphile: "graphile-worker, local queue of 500, batched completion",
  boss: "pg-boss, batches of 500, woken by NOTIFY",
  naive: "naive: `fetch`, a row at a time, a cron that comes again at once",
  naiveTen: "the same with ten rows at once",
} as const;

type Name = keyof typeof NAMES;

/** The same POSTs without a database, per second. */
const bare = (origin: string): Contender => ({
  run: (posts) => child(new URL("bare.ts", import.meta.url), [origin, posts, 100]).next<number>(),
  stop: () => Promise.resolve(),
});

/** A slow contender gets fewer and a fast one more, so that each takes about as long. */
const SHARE: Readonly<Record<Name, number>> = { bare: 2, ours: 1, graphile: 1, boss: 1, naive: 0.1, naiveTen: 0.2 };
const WARM_UP = 5_000;

/** Deliveries per second, round by round. */
type Rates = Readonly<Record<Name, readonly number[]>>;

const measure = async (
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  deliveries: number,
): Promise<Rates> => {
  const rates: Record<Name, number[]> = { bare: [], ours: [], graphile: [], boss: [], naive: [], naiveTen: [] };
  const names = Object.keys(NAMES) as Name[]; // an object's own keys
  for (const name of names) await contenders[name].run(WARM_UP * SHARE[name]);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const rate = await contenders[name].run(Math.ceil((deliveries * SHARE[name]) / FAN_OUT) * FAN_OUT);
      console.error(`  ${name}: ${rate.toFixed(0)} deliveries/s`);
      rates[name].push(rate);
    }
  }
  return rates;
};

const figuresOf = (rates: Rates) => {
  const than = (other: Name): number => medianRatio(rates.ours, rates[other]);
  return [
    atLeast(0.25, { what: "of the bare dispatcher", value: than("bare"), aim: 0.35 }),
    atLeast(6, { what: "of the naive design, a row at a time", value: than("naive"), unit: "×", digits: 1 }),
    atLeast(1, { what: "of graphile-worker", value: than("graphile"), unit: "×" }),
    atLeast(1, { what: "of pg-boss", value: than("boss"), unit: "×" }),
  ] as const;
};

/** `npm run bench -- deliver [--rounds N] [--scale 0.1]`: one delivery end to end, against the limit and the others. */
export const benchDeliver = async ({ rounds = 10, scale = 1 }): Promise<readonly Figure[]> => {
  const deliveries = Math.round(30_000 * scale);
  const clusters: Cluster[] = [];
  // What one wrote the autovacuum and the checkpoints of a common server would clear away in another's turn.
  const ownCluster = async (): Promise<Cluster> => {
    const cluster = await startCluster();
    clusters.push(cluster);
    return cluster;
  };
  const receiver = await startReceiver();
  const { origin } = receiver;
  try {
    const contenders = {
      bare: bare(origin),
      ours: await openOurs(await ownCluster(), origin),
      graphile: await openGraphile(await ownCluster(), origin),
      boss: await openPgBoss(await ownCluster(), origin),
      naive: await openNaive(await ownCluster(), origin, 1),
      naiveTen: await openNaive(await ownCluster(), origin, 10),
    };
    const rates = await measure(contenders, rounds, deliveries);
    for (const contender of Object.values(contenders)) await contender.stop();
    const profile = await profileDeliveries(receiver, deliveries * 2);
    const figures = figuresOf(rates);
    const [ofBare, ofNaive, ofGraphile, ofBoss] = figures;
    publish(
      { name: "deliver", title: "One delivery, end to end", command: "npm run bench -- deliver", keep: scale === 1 },
      [
        table(
          ["", "deliveries/s", "of bare"],
          (Object.keys(NAMES) as Name[]).map((name) => [
            NAMES[name],
            median(rates[name]).toFixed(0),
            medianRatio(rates[name], rates.bare).toFixed(2),
          ]),
        ),
        `${say(ofBare)}; ${say(ofNaive)}, ${medianRatio(rates.ours, rates.naiveTen).toFixed(1)} × with ten rows at once; ${say(ofGraphile)}; ${say(ofBoss)}.`,
        `${deliveries.toLocaleString("en")} deliveries, ${FAN_OUT} a change, ours to ${ENDPOINTS} endpoints: emitted in the change's transaction by another process while one worker process claims, signs twice, sends, keeps the attempt and settles. From the first transaction to the last settle; medians of ${rounds} interleaved rounds, and of the ratios within each. The others make the same transactions, bodies, signatures and rows of attempts with a job for each delivery, and send by undici to one pool of connections (the naive design by \`fetch\`); they bound nothing per endpoint and keep no state of it. Each has a PostgreSQL of its own, with the default settings.`,
        "## What stands between",
        ...profile,
      ],
    );
    return figures;
  } finally {
    await receiver.stop();
    for (const cluster of clusters) await cluster.stop();
  }
};
