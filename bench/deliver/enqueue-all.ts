import { newId } from "@aviationalley/api/lib/ids.ts";
import { type CenterTx, transaction } from "@aviationalley/api/lib/transaction.ts";
import type { StoredEvent } from "@aviationalley/api/platform/webhooks/wire.ts";
import { type CenterId, type Db, openDatabase } from "@aviationalley/db/client.ts";
import { untilTold } from "../lib/parent.ts";
import { newThing } from "../webhooks/payload.ts";

/** One delivery as the other queues carry it. */
export interface Job {
  readonly deliveryId: string;
  readonly event: StoredEvent;
}

/** Writes one change's event and its jobs in the change's transaction. */
export type Enqueue = (tx: CenterTx, event: StoredEvent, jobs: readonly Job[]) => Promise<unknown>;

/** What the programs that enqueue are given: `<database url> <center> <changes> <deliveries each>`. */
const [url = "", center = "", changes = "0", fanOut = "0"] = process.argv.slice(2);

export const DATABASE_URL = url;

/** As many transactions as there are changes, eight at a time, as our own producer makes them. */
export const enqueueAll = async (enqueue: Enqueue): Promise<void> => {
  const db = openDatabase({ url, maxConnections: 8, applicationName: "bench producer" });
  await untilTold();
  let left = Number(changes);
  const produce = async (): Promise<void> => {
    while (left-- > 0) await change(db, enqueue);
  };
  await Promise.all(Array.from({ length: 8 }, produce));
  await db.close();
};

const change = (db: Db, enqueue: Enqueue): Promise<unknown> =>
  // The benchmark's own center, as the parent made it.
  transaction(db, center as CenterId, (tx) => {
    const data = JSON.stringify({ object: newThing(), previous: null });
    const event = { id: newId(), centerId: center, type: "f0.made", data, createdAt: tx.at, apiVersion: "1.0.0" };
    return enqueue(
      tx,
      event,
      Array.from({ length: Number(fanOut) }, () => ({ deliveryId: newId(), event })),
    );
  });
