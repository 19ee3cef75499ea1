import { defineEvent } from "@aviationalley/api/lib/events.ts";
import { newId } from "@aviationalley/api/lib/ids.ts";
import { type CenterTx, transaction } from "@aviationalley/api/lib/transaction.ts";
import { emitAll } from "@aviationalley/api/platform/webhooks/emit.ts";
import { makePartitions } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { startWorker, type Worker, type WorkerOptions } from "@aviationalley/api/platform/webhooks/worker.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { z } from "zod";
import { testDatabase, type TestDatabase } from "./database.ts";
import { LOOPBACK_WORKER } from "./endpoints.ts";
import { newTwins } from "./factories.ts";

/** All workers of a test deliver, however few processors there are. */
const MANY = 1_000;

const thing = z.object({ id: z.string(), version: z.number(), name: z.string() });
const thingMade = defineEvent("thing.made", "A thing was made.", thing);

/** Emits `count` events of type `thing.made` in one transaction; answers the things' ids. */
export const makeThings = (db: Db | CenterTx, centerId: CenterId, count = 1): Promise<string[]> =>
  transaction(db, centerId, async (tx) => {
    const things = Array.from({ length: count }, (_, index) => ({ id: newId(), version: 1, name: `No. ${index} – ö` }));
    await emitAll(
      tx,
      thingMade,
      things.map((object) => ({ object, previous: null })),
    );
    return things.map(({ id }) => id);
  });

export interface DeliveryView {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
}

const selectDeliveries = statement<DeliveryView>(
  "testing.deliveries",
  "select id, state, reason, attempts from deliveries where endpoint_id = $1 order by id",
);
const selectAttempts = statement<Record<string, unknown>>(
  "testing.attempts",
  "select * from attempts where endpoint_id = $1 order by started_at, number",
);
const selectState = statement<Record<string, unknown>>(
  "testing.endpoint_state",
  "select * from endpoint_states where endpoint_id = $1",
);
const countWaiting = statement<{ count: number }>(
  "testing.queue",
  "select count(*)::int as count from delivery_queue where endpoint_id = $1",
);
const countLeases = statement<{ count: number }>(
  "testing.leases",
  "select count(*)::int as count from delivery_claims",
);

/** A database with everything that delivers: listener, notifier, and workers that are stopped at the end. */
export interface WebhookRig {
  readonly database: TestDatabase;
  readonly db: Db;
  /** A new sandbox. */
  center(): Promise<CenterId>;
  work(wish?: Partial<WorkerOptions>): Worker;
  /** Stops all workers. */
  rest(): Promise<void>;
  /** What workers reported since the last call: an error that nobody expects fails the test that looks. */
  errors(): unknown[];
  deliveries(endpointId: string): Promise<DeliveryView[]>;
  attempts(endpointId: string): Promise<Record<string, unknown>[]>;
  state(endpointId: string): Promise<Record<string, unknown>>;
  /** Deliveries of the endpoint that are not settled. */
  waiting(endpointId: string): Promise<number>;
  leases(): Promise<number>;
  /** Any statement, under a name of the test's. */
  run(name: string, text: string, values?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
}

export const openWebhookRig = async (): Promise<WebhookRig> => {
  const database = await testDatabase();
  const { db, url } = database;
  await makePartitions(db, Date.now());
  const listener = await openListener({ url });
  const notifier = openNotifier({ url });
  const disconnect = connectWakeUps(notifier);
  let workers: Worker[] = [];
  let errors: unknown[] = [];
  const rest = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
  };
  return {
    database,
    db,
    center: async () => (await newTwins(db)).sandboxId,
    work(wish) {
      const report = (error: unknown): void => void errors.push(error);
      const worker = startWorker({ db, listener, report, pollMs: 50, perMachine: MANY, ...LOOPBACK_WORKER, ...wish });
      workers.push(worker);
      return worker;
    },
    rest,
    errors() {
      const seen = errors;
      errors = [];
      return seen;
    },
    deliveries: (id) => db.many(selectDeliveries, [id]),
    attempts: (id) => db.many(selectAttempts, [id]),
    state: (id) => db.one(selectState, [id]),
    waiting: async (id) => (await db.one(countWaiting, [id])).count,
    leases: async () => (await db.one(countLeases, [])).count,
    run: (name, text, values = []) => db.run(statement(`test.${name}`, text), values),
    async close() {
      await rest();
      disconnect();
      await Promise.all([listener.close(), notifier.close()]);
      await database.drop();
    },
  };
};
