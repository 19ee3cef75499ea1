import { setTimeout as sleep } from "node:timers/promises";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { emitAll } from "@aviationalley/api/platform/webhooks/emit.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import type { Cluster } from "../lib/cluster.ts";
import { kindsOf, newThing } from "../webhooks/payload.ts";
import {
  addEndpoints,
  latenciesOf,
  type Note,
  openSubject,
  pace,
  startReceiver,
  startWorker,
  type Subject,
} from "../webhooks/rig.ts";
import { waitingNow } from "./fill.ts";

const FAMILIES = 2;
const PER_TRANSACTION = 1_000;
/** Single deliveries a second to the endpoint beside. */
const SINGLES = 20;

/** Milliseconds from commit to receiver of single deliveries, before a burst for another endpoint and during it. */
export interface Burst {
  readonly calm: readonly number[];
  readonly during: readonly number[];
  /** How many of the burst still waited when the last single one had been made: it went on all the while. */
  readonly left: number;
}

/** Emits a burst of deliveries to endpoint 0, a thousand a transaction. */
const burst = async ({ db, center }: Subject, deliveries: number): Promise<void> => {
  const [kind] = kindsOf([0]);
  if (!kind) throw new Error("There is no kind of event.");
  for (let left = deliveries; left > 0; left -= PER_TRANSACTION) {
    const changes = Array.from({ length: Math.min(left, PER_TRANSACTION) }, () => ({
      object: newThing(),
      previous: null,
    }));
    await transaction(db, center, (tx) => emitAll(tx, kind, changes));
  }
};

export const measureBurst = async (cluster: Cluster, deliveries: number, seconds: number): Promise<Burst> => {
  const receiver = await startReceiver();
  const other = await startReceiver();
  const origins = [receiver.origin, other.origin];
  const subject = await openSubject(cluster, "backlog_burst");
  await addEndpoints(subject, FAMILIES, FAMILIES, (index) => `${origins[index]}/hook`);
  const notifier = openNotifier({ url: subject.url });
  const disconnect = connectWakeUps(notifier);
  const worker = await startWorker(subject.url);

  /** Only the second endpoint hears these. */
  const singles = async (): Promise<readonly number[]> => {
    await other.ask("listen");
    const changes = await pace(subject, [1], SINGLES, seconds);
    await sleep(1_000);
    const { fromCommit } = latenciesOf(changes, await other.ask<Note[]>("tell"));
    if (fromCommit.length < changes.length) throw new Error("A single delivery did not arrive within a second.");
    return fromCommit;
  };

  try {
    await singles();
    const calm = await singles();
    const bursting = burst(subject, deliveries);
    const during = await singles();
    await bursting;
    return { calm, during, left: await waitingNow(subject.db) };
  } finally {
    disconnect();
    await Promise.all([notifier.close(), worker.stop(), receiver.stop(), other.stop()]);
  }
};
