import { newId } from "@aviationalley/api/lib/ids.ts";
import { defineEvent } from "@aviationalley/api/lib/events.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { emit } from "@aviationalley/api/platform/webhooks/emit.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { type CenterId, openDatabase } from "@aviationalley/db/client.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { z } from "zod";
import { PAYLOAD } from "./payload.ts";

/** `node producer.ts <database url> <center> <events>`: that many transactions with one event each, eight at a time. */
const [url = "", center = "", events = "0"] = process.argv.slice(2);
const db = openDatabase({ url, maxConnections: 8, applicationName: "bench producer" });
const notifier = openNotifier({ url });
connectWakeUps(notifier);

const shape = z.object({ id: z.string(), version: z.number(), name: z.string(), notes: z.string() });
const FAMILIES = 10;
const kinds = Array.from({ length: FAMILIES }, (_, family) => defineEvent(`f${family}.made`, "Made.", shape));

let left = Number(events);
const produce = async (): Promise<void> => {
  for (let index = left--; index > 0; index = left--) {
    const kind = kinds[index % FAMILIES];
    // The benchmark's own center, as the parent made it.
    if (kind)
      await transaction(db, center as CenterId, (tx) => emit(tx, kind, { ...PAYLOAD.object, id: newId() }, null));
  }
};
await Promise.all(Array.from({ length: 8 }, produce));
await notifier.close();
await db.close();
process.disconnect();
