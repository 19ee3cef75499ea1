import { type Db, statement } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { newSimulator } from "@aviationalley/testing/factories.ts";
import { child, type Child } from "../lib/children.ts";
import type { Cluster } from "../lib/cluster.ts";
import { newToken } from "../lib/keys.ts";
import { openSubject, startReceiver, untilEmpty } from "../webhooks/rig.ts";
import type { Order, Turns } from "./load.ts";
import { type SoakedServer, startSoaked } from "./server.ts";

/** Endpoints, all of which hear every change. */
export const ENDPOINTS = 10;
const LANES = 64;

/** A server under load, with a sandbox whose changes are told to ten endpoints. */
export interface Stage {
  readonly server: SoakedServer;
  readonly db: Db;
  load(order: Order): Promise<Turns>;
  /** Resolves when nothing waits to be delivered. */
  drained(): Promise<void>;
  /** Deliveries that wait. */
  waiting(): Promise<number>;
  /** Deliveries that were made since the server started, from its own metrics. */
  delivered(): Promise<number>;
  /** Connections to this database, ours among them. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

const countWaiting = statement<{ count: number }>("soak.waiting", "select count(*)::int as count from delivery_queue");
const countConnections = statement<{ count: number }>(
  "soak.connections",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
);

export const openStage = async (cluster: Cluster): Promise<Stage> => {
  const subject = await openSubject(cluster, "soak");
  const { db, center } = subject;
  const receiver = await startReceiver();
  for (let index = 0; index < ENDPOINTS; index++)
    await newEndpoint(db, center, { url: `${receiver.origin}/hook`, events: ["booking.*"] });
  const simulators: string[] = [];
  for (let lane = 0; lane < LANES; lane++) simulators.push((await newSimulator(db, center)).id);
  const token = await newToken(db, center);
  const server = await startSoaked(subject.url);
  const producer: Child = child(new URL("load.ts", import.meta.url), [server.origin, token, simulators.join(",")]);
  await producer.next();
  return {
    server,
    db,
    load: (order) => producer.ask<Turns>(JSON.stringify(order)),
    drained: () => untilEmpty(subject),
    waiting: async () => (await db.one(countWaiting, [])).count,
    connections: async () => (await db.one(countConnections, [])).count,
    async delivered() {
      const text = await (await fetch(`${server.origin}/metrics`)).text();
      return Number(/^aa_webhook_attempts_total\{outcome="delivered"\} (\d+)/m.exec(text)?.[1] ?? 0);
    },
    async stop() {
      await Promise.all([producer.stop(), server.stop()]);
      await receiver.stop();
    },
  };
};
