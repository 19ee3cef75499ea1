import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { makePartitions } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { type Db, statement } from "@aviationalley/db/client.ts";
import { startCluster } from "../lib/cluster.ts";
import { median, publish, table } from "../lib/report.ts";

const ENDPOINTS = 100;
const FAN_OUT = 10;
const FLOOR = 0.25;

const program = (name: string, args: readonly string[]): ChildProcess =>
  fork(new URL(name, import.meta.url), [...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });

const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const [answer]: unknown[] = await once(child, "message");
  return answer;
};

const anyWaiting = statement<{ waiting: boolean }>(
  "bench.waiting",
  "select exists (select from delivery_queue) as waiting",
);
const countAttempts = statement<{ count: number }>("bench.attempts", "select count(*)::int as count from attempts");

const untilEmpty = async (db: Db): Promise<void> => {
  while ((await db.one(anyWaiting, [])).waiting) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** The same POSTs by a bare dispatcher, per second. */
const bare = async (origin: string, posts: number): Promise<number> =>
  Number(await answerOf(program("bare.ts", [origin, String(posts), "100"])));

interface Subject {
  readonly db: Db;
  readonly url: string;
  readonly center: string;
}

/** From the first emit to the last settle, per second: emitted in transactions while the worker delivers. */
const endToEnd = async ({ db, url, center }: Subject, deliveries: number): Promise<number> => {
  const began = performance.now();
  const producer = program("producer.ts", [url, center, String(deliveries / FAN_OUT)]);
  await once(producer, "exit");
  const emitted = (performance.now() - began) / 1000;
  await untilEmpty(db);
  const seconds = (performance.now() - began) / 1000;
  console.error(`  ${deliveries} deliveries emitted in ${emitted.toFixed(1)} s, settled in ${seconds.toFixed(1)} s`);
  return deliveries / seconds;
};

/** `npm run bench -- deliver [--rounds N] [--scale 0.1]`: one worker process, 100 endpoints, ten a change. */
export const benchDeliver = async ({ rounds = 3, scale = 1 }): Promise<boolean> => {
  const deliveries = Math.round(60_000 * scale);
  const cluster = await startCluster();
  const receiver = program("receiver.ts", []);
  const { port } = (await answerOf(receiver)) as { port: number }; // what its net.Server answers
  const origin = `http://127.0.0.1:${port}`;
  try {
    const { url, db } = await cluster.database("bench_deliver");
    await makePartitions(db, Date.now());
    const center = (await newTwins(db)).sandboxId;
    for (let index = 0; index < ENDPOINTS; index++)
      await newEndpoint(db, center, { url: `${origin}/hook`, events: [`f${index % FAN_OUT}.*`] });
    const worker = program("worker.ts", [url, RING_TEXT]);
    await answerOf(worker);
    await endToEnd({ db, url, center }, 5_000);
    const ours: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bares.push(await bare(origin, deliveries));
      ours.push(await endToEnd({ db, url, center }, deliveries));
    }
    const { count: attempts } = await db.one(countAttempts, []);
    if (attempts !== rounds * deliveries + 5_000) throw new Error(`${attempts} attempts were kept.`);
    worker.kill("SIGTERM");
    await once(worker, "exit");
    const ratio = median(ours) / median(bares);
    publish(
      { name: "deliver", title: "One delivery, end to end", command: "npm run bench -- deliver", keep: scale === 1 },
      [
        `${deliveries.toLocaleString("en")} deliveries to ${ENDPOINTS} endpoints, ${FAN_OUT} a change: emitted in the change's transaction, claimed, signed twice, sent, settled, the attempt kept. One worker process; medians of ${rounds} interleaved rounds.`,
        table(
          ["", "deliveries/s", "of bare"],
          [
            ["bare undici dispatcher, same bodies and signatures, no database", median(bares).toFixed(0), "1"],
            ["end to end, emitting included", median(ours).toFixed(0), ratio.toFixed(2)],
          ],
        ),
        `**${ratio.toFixed(2)} of the bare dispatcher** (floor ${FLOOR}, aim 0.35).`,
      ],
    );
    return scale < 1 || ratio >= FLOOR;
  } finally {
    receiver.kill();
    await cluster.stop();
  }
};
