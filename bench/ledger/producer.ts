import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { openDatabase } from "@aviationalley/db/client.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { workOff } from "./in-process.ts";
import { openJournal, readJournal } from "./journal.ts";
import type { ProducerLine, ProducerOrder } from "./lines.ts";
import { bookSession, insist } from "./over-http.ts";

/** `node producer.ts <order as JSON>`: changes things until it is told to stop, and goes on where it was killed. */
const order = JSON.parse(process.argv[2] ?? "") as ProducerOrder; // written by cast.ts
const PAUSE_MS = 60;

const before = await readJournal<ProducerLine>(order.journal);
const journal = await openJournal<ProducerLine>(order.journal);
const db = openDatabase({ url: order.databaseUrl, maxConnections: 3, lanes: 1, applicationName: "ledger producer" });
const notifier = openNotifier({ url: order.databaseUrl });
const disconnect = connectWakeUps(notifier);

let going = true;
process.on("message", () => (going = false));
process.on("disconnect", () => process.exit(0)); // its parent's end is its own

/** The first number of a lane that no line speaks of. */
const nextOf = (lane: string): number => {
  const numbers = before.map((line) => {
    const key = line.t === "wish" ? line.wish.key : line.key;
    const prefix = `${order.name}-${lane}-`;
    return key.startsWith(prefix) ? Number.parseInt(key.slice(prefix.length), 10) : -1;
  });
  return numbers.reduce((most, n) => Math.max(most, n), -1) + 1;
};

const run = async (lane: string, change: (n: number) => Promise<void>): Promise<void> => {
  for (let n = nextOf(lane); going; n++) {
    await change(n);
    await sleep(PAUSE_MS);
  }
};

/** What was begun before this process was killed, and has no answer yet: sent again as it was. */
const finishOpen = async (): Promise<void> => {
  const answered = new Set(before.flatMap((line) => (line.t === "wish" ? [] : [line.key])));
  const open = before.flatMap((line) => (line.t === "wish" && !answered.has(line.wish.key) ? [line.wish] : []));
  await Promise.all(open.map((wish) => insist(order, journal, wish)));
};

process.send?.("ready");
await finishOpen();
const [own = "", ...others] = order.simulators.toReversed();
await Promise.all([
  ...others.map((_, lane) => run(String(lane), (n) => bookSession(order, journal, lane, n))),
  run("work", (n) => workOff(db, order, journal, own, n)),
]);
disconnect();
await notifier.close();
await db.close();
process.exit(0);
