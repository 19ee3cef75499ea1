import { makePartitions } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { createKey } from "@aviationalley/api/platform/api-keys/commands.ts";
import { KEY_POLICY } from "@aviationalley/api/root.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { migrate } from "@aviationalley/db/migrate.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { newSimulator, newTwins, ok } from "@aviationalley/testing/factories.ts";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "./actor.ts";
import { type ApiNode, apiNode, producer, type Stage, startReceivers, workerNode } from "./cast.ts";
import type { Ledger, Subscription } from "./clauses.ts";
import { readFacts } from "./facts.ts";
import { readJournal } from "./journal.ts";
import type { ProducerLine, ReceiverLine, Temper } from "./lines.ts";
import { passTime, resumeDisabled } from "./time.ts";

export interface StagePlan {
  readonly folder: string;
  readonly seed: number;
  /** API nodes and workers, half of each. */
  readonly nodes: number;
  /** For the nodes alone. */
  readonly nodeEnv?: Readonly<Record<string, string>>;
}

const PRODUCERS = 2;
const LANES = 3;
const DAY_MS = 86_400_000;
const TIME_PASSES_MS = 300;
const LONGEST_DRAIN_MS = 240_000;

/** A subscription that is to be. */
interface Wish {
  readonly pattern: string;
  readonly temper: Temper;
}

const AT_FIRST: readonly Wish[] = [
  { pattern: "*", temper: "steady" },
  { pattern: "*", temper: "moody" },
  { pattern: "booking.*", temper: "moody" },
  { pattern: "booking.created", temper: "leaving" },
  { pattern: "booking.cancelled", temper: "stubborn" },
];

const clock = statement<{ now: number }>(
  "ledger.clock",
  "select (extract(epoch from clock_timestamp()) * 1000)::float8 as now",
);
const anyWaiting = statement<{ waiting: boolean }>(
  "ledger.waiting",
  "select exists (select from delivery_queue) or exists (select from delivery_claims) as waiting",
);

/** Tells the receivers of an endpoint and then makes it, in a center where changes may be under way. */
const subscribe = async (
  { db, center, origin, receiver }: { db: Db; center: CenterId; origin: string; receiver: ChildProcess },
  { pattern, temper }: Wish,
  number: number,
): Promise<Subscription> => {
  const path = `/hook/${number}`;
  const notBefore = Math.floor((await db.one(clock, [])).now) - LONGEST_TRANSACTION_MS;
  const { id, secret } = await newEndpoint(db, center, { url: `${origin}${path}`, events: [pattern], maxInFlight: 30 });
  const since = Math.ceil((await db.one(clock, [])).now);
  const heard = once(receiver, "message");
  receiver.send({ hear: { path, endpoint: id, secret, temper } });
  await heard;
  return { endpoint: id, pattern, temper, notBefore, since };
};

/** An event is as old as the begin of its transaction; its subscribers are those of a moment later. */
const LONGEST_TRANSACTION_MS = 15_000;

/** What the nodes use as their database, and the ledger's own way to it. */
export interface House {
  /** For the nodes and producers. */
  readonly url: string;
  /** For what the ledger itself reads and moves. */
  readonly db: Db;
}

/** What is known when all is over. */
export interface Ended {
  readonly ledger: Ledger;
  /** Seconds from the last change until nothing waited any more; undefined when that did not come about. */
  readonly drained: number | undefined;
}

/** A stage on which all run: what can be done to them, and how it ends. */
export interface Staged {
  readonly center: CenterId;
  readonly token: string;
  readonly apis: readonly ApiNode[];
  readonly workers: readonly Actor[];
  readonly producers: readonly Actor[];
  /** Where what receivers get is noted. */
  readonly receivedIn: string;
  /** Someone more subscribes. */
  subscribe(wish: Wish): Promise<void>;
  /** Changes end, receivers behave, and when nothing waits any more everything is read. */
  end(): Promise<Ended>;
}

/** Fills the database and starts nodes, receivers and producers. All processes are added to `actors` at once. */
export const setStage = async (plan: StagePlan, house: House, actors: Actor[]): Promise<Staged> => {
  const { folder, seed, nodes, nodeEnv } = plan;
  const { db, url } = house;
  await migrate({ url });
  await makePartitions(db, Date.now());
  const stage: Stage = { folder, databaseUrl: url, ...(nodeEnv === undefined ? {} : { nodeEnv }) };
  const center = (await newTwins(db)).sandboxId;
  const token = await newToken(db, center);
  const receivedIn = join(folder, "received.jsonl");
  const { actor, child: receiver, origin } = await startReceivers(stage, { seed, journal: receivedIn });
  actors.push(actor);
  const hall = { db, center, origin, receiver };
  const subscriptions: Subscription[] = [];
  const add = async (wish: Wish): Promise<void> => {
    subscriptions.push(await subscribe(hall, wish, subscriptions.length));
  };
  for (const wish of AT_FIRST) await add(wish);

  const half = Math.max(1, Math.floor(nodes / 2));
  const apis = await Promise.all(Array.from({ length: half }, (_, n) => apiNode(stage, `api-${n}`)));
  const workers = Array.from({ length: half }, (_, n) => workerNode(stage, `worker-${n}`));
  const journals = Array.from({ length: PRODUCERS }, (_, n) => join(folder, `produced-${n}.jsonl`));
  const producers = await Promise.all(
    journals.map(async (journal, n) =>
      producer(stage, {
        name: `producer-${n}`,
        journal,
        databaseUrl: url,
        center,
        token,
        origins: apis.map((one) => one.origin),
        simulators: await newSimulators(db, center),
        from: Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS,
      }),
    ),
  );
  const nodesUp = [...apis.map((one) => one.actor), ...workers];
  actors.push(...nodesUp, ...producers);
  await Promise.all([...nodesUp, ...producers].map((one) => one.start()));
  const time = startTime(db, center, subscriptions);
  return {
    center,
    token,
    apis,
    workers,
    producers,
    receivedIn,
    subscribe: add,
    async end() {
      await Promise.all(producers.map((one) => one.dismiss()));
      receiver.send("calm");
      const calmAt = performance.now();
      const isDrained = await untilDrained(db);
      const drained = isDrained ? (performance.now() - calmAt) / 1_000 : undefined;
      await time.end();
      await Promise.all(nodesUp.map((one) => one.stop()));
      const produced = (await Promise.all(journals.map((path) => readJournal<ProducerLine>(path)))).flat();
      const received = await readJournal<ReceiverLine>(receivedIn);
      const collapsed = actors.flatMap(({ name, collapses }) => (collapses > 0 ? [`${name}, ${collapses} times`] : []));
      return { ledger: { facts: await readFacts(db, center), produced, received, subscriptions, collapsed }, drained };
    },
  };
};

const newToken = async (db: Db, center: CenterId): Promise<string> => {
  const by = { actor: { kind: "operator" }, address: null, roles: new Set<never>() } as const;
  return ok(
    await createKey(db, by, KEY_POLICY, center, { name: "Ledger", scopes: ["bookings:read", "bookings:write"] }),
  ).token;
};

const newSimulators = async (db: Db, center: CenterId): Promise<string[]> =>
  (await Promise.all(Array.from({ length: LANES + 1 }, () => newSimulator(db, center)))).map(({ id }) => id);

const untilDrained = async (db: Db): Promise<boolean> => {
  const end = performance.now() + LONGEST_DRAIN_MS;
  while (performance.now() < end) {
    if (!(await db.one(anyWaiting, [])).waiting) return true;
    await sleep(200);
  }
  return false;
};

/** Lets time pass until it is told to stop. */
const startTime = (db: Db, center: CenterId, subscriptions: readonly Subscription[]): { end(): Promise<void> } => {
  let going = true;
  const stubborn = subscriptions.flatMap(({ endpoint, temper }) => (temper === "stubborn" ? [endpoint] : []));
  const pass = async (): Promise<void> => {
    while (going) {
      await passTime(db, stubborn);
      await resumeDisabled(db, center);
      await sleep(TIME_PASSES_MS);
    }
  };
  const passing = pass();
  return {
    async end() {
      going = false;
      await passing;
    },
  };
};
