import { setTimeout as sleep } from "node:timers/promises";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { emit } from "@aviationalley/api/platform/webhooks/emit.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { type CenterId, openDatabase, statement } from "@aviationalley/db/client.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { kindsOf, newThing, readFamilies } from "./payload.ts";

/**
 * `node paced.ts <database url> <center> <families> <changes a second> <seconds>`: changes that come when they come,
 * whether or not the last one is through (exponential gaps), each a transaction with an event, the families in turn;
 * where there is no family, with a bare NOTIFY of the same size instead. Sends [id, when its commit was sent, when it
 * was known], in ms of the machine's monotonic clock.
 */
const [url = "", center = "", families = "", rate = "0", seconds = "0"] = process.argv.slice(2);
const bareNotify = statement<never>("bench.notify", "select pg_notify('bench', $1)");
const db = openDatabase({ url, applicationName: "bench producer" });
const notifier = openNotifier({ url });
const disconnect = connectWakeUps(notifier);
const kinds = kindsOf(readFamilies(families));

const clock = (): number => Number(process.hrtime.bigint()) / 1e6;
const made: [id: string, sent: number, committed: number][] = [];

const change = async (index: number): Promise<void> => {
  const kind = kinds[index % kinds.length];
  const thing = newThing();
  let sent = 0;
  await transaction(db, center as CenterId, async (tx) => {
    if (kind) await emit(tx, kind, thing, null);
    else await tx.run(bareNotify, [JSON.stringify({ object: thing })]);
    sent = clock();
  });
  made.push([thing.id, sent, clock()]);
};

const changes: Promise<void>[] = [];
const end = clock() + Number(seconds) * 1000;
for (let at = clock(); at < end; at += (-Math.log(1 - Math.random()) / Number(rate)) * 1000) {
  const early = at - clock();
  if (early > 1) await sleep(early);
  changes.push(change(changes.length));
}
await Promise.all(changes);
disconnect();
await notifier.close();
await db.close();
process.send?.(made, () => process.disconnect());
