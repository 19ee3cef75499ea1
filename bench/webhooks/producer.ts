import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { emit } from "@aviationalley/api/platform/webhooks/emit.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { type CenterId, openDatabase } from "@aviationalley/db/client.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { untilTold } from "../lib/parent.ts";
import { kindsOf, newThing, readFamilies } from "./payload.ts";

/** `node producer.ts <database url> <center> <families> <changes>`: that many transactions with an event, eight at a time. */
const [url = "", center = "", families = "", changes = "0"] = process.argv.slice(2);
const db = openDatabase({ url, maxConnections: 8, applicationName: "bench producer" });
const notifier = openNotifier({ url });
const disconnect = connectWakeUps(notifier);
const kinds = kindsOf(readFamilies(families));

let left = Number(changes);
const produce = async (): Promise<void> => {
  for (let index = left--; index > 0; index = left--) {
    const kind = kinds[index % kinds.length];
    // The benchmark's own center, as the parent made it.
    if (kind) await transaction(db, center as CenterId, (tx) => emit(tx, kind, newThing(), null));
  }
};
await untilTold();
await Promise.all(Array.from({ length: 8 }, produce));
disconnect();
await notifier.close();
await db.close();
process.disconnect();
