import { makePartitions } from "@aviationalley/api/platform/webhooks/partitions.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { child, type Child } from "../lib/children.ts";
import type { Cluster } from "../lib/cluster.ts";
import { writeFamilies } from "./payload.ts";

/** A database, and one center's endpoints in it. */
export interface Subject {
  readonly db: Db;
  readonly url: string;
  readonly center: CenterId;
}

/** Noted by a receiver: where it arrived, the changed object's id, when. */
export type Note = readonly [path: string, id: string, at: number];

/** Noted by `paced.ts`: the changed object's id, when its commit was sent and when it was known. */
export type Change = readonly [id: string, sent: number, committed: number];

export const startReceiver = async (kind: "deaf" | "hearing" = "hearing"): Promise<Child & { origin: string }> => {
  const receiver = child(new URL("receiver.ts", import.meta.url), [kind]);
  const { port } = await receiver.next<{ port: number }>();
  return { ...receiver, origin: `http://127.0.0.1:${port}` };
};

export interface WorkerWish {
  readonly nodeOptions?: readonly string[];
  /** So many of this machine deliver; by default as many as it has processors. */
  readonly perMachine?: number | undefined;
}

export const startWorker = async (url: string, { nodeOptions, perMachine }: WorkerWish = {}): Promise<Child> => {
  const args = [url, RING_TEXT, ...(perMachine === undefined ? [] : [perMachine])];
  const worker = child(new URL("worker.ts", import.meta.url), args, nodeOptions);
  await worker.next();
  return worker;
};

export const openSubject = async (cluster: Cluster, name: string): Promise<Subject> => {
  const { url, db } = await cluster.database(name);
  await makePartitions(db, Date.now());
  return { url, db, center: await newCenter(db) };
};

export const newCenter = async (db: Db): Promise<CenterId> => (await newTwins(db)).sandboxId;

/** Endpoint n hears family n modulo `families`, at the URL that `urlOf` says. */
export const addEndpoints = async (
  { db, center }: Subject,
  count: number,
  families: number,
  urlOf: (index: number) => string,
): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index++)
    ids.push((await newEndpoint(db, center, { url: urlOf(index), events: [`f${index % families}.*`] })).id);
  return ids;
};

/**
 * A producer that is ready to emit as fast as it can: `changes` transactions, eight at a time. Its `finish` resolves
 * when all are committed.
 */
export const readyProducer = async (
  { url, center }: Subject,
  families: readonly number[],
  changes: number,
): Promise<Child> => {
  const producer = child(new URL("producer.ts", import.meta.url), [url, center, writeFamilies(families), changes]);
  await producer.next();
  return producer;
};

/** Emits at a pace, and answers what was changed when. */
export const pace = (subject: Subject, families: readonly number[], rate: number, seconds: number): Promise<Change[]> =>
  child(new URL("paced.ts", import.meta.url), [
    subject.url,
    subject.center,
    writeFamilies(families),
    rate,
    seconds,
  ]).next<Change[]>();

const anyWaiting = statement<{ waiting: boolean }>(
  "bench.waiting",
  "select exists (select from delivery_queue where center_id = $1) as waiting",
);

/** Resolves when nothing of the center is in the queue. */
export const untilEmpty = async ({ db, center }: Subject): Promise<void> => {
  while ((await db.one(anyWaiting, [center])).waiting) await sleep(50);
};

/** Milliseconds from a change to each of its arrivals: since its commit was known, and since that was sent. */
export const latenciesOf = (
  changes: readonly Change[],
  notes: readonly Note[],
): { fromCommit: number[]; fromSending: number[] } => {
  const byId = new Map(changes.map((change) => [change[0], change]));
  const arrivals = notes.flatMap(([, id, at]) => {
    const change = byId.get(id);
    return change ? [{ fromCommit: Math.max(0, at - change[2]), fromSending: at - change[1] }] : [];
  });
  return {
    fromCommit: arrivals.map(({ fromCommit }) => fromCommit),
    fromSending: arrivals.map(({ fromSending }) => fromSending),
  };
};
