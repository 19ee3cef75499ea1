import { openDatabase } from "@aviationalley/db/client.ts";
import { PgBoss } from "pg-boss";
import { keepAttempts, report } from "../attempts.ts";
import type { Job } from "../enqueue-all.ts";
import { openSender } from "../sender.ts";

/** `node work.ts <database url> <origin>`: pg-boss, woken by NOTIFY, fetching and completing by the batch. */
const [url = "", origin = ""] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "bench worker" });
const send = openSender(origin, 100);
const boss = new PgBoss({ connectionString: url, useListenNotify: true, max: 10 });
boss.on("error", (error) => console.error(error));
await boss.start();
await boss.createQueue("deliver", { notify: true });
await boss.work<Job>(
  "deliver",
  { batchSize: 500, burstWhenBatchFull: true, localConcurrency: 2, pollingIntervalSeconds: 0.5 },
  async (jobs) => {
    await keepAttempts(db, await Promise.all(jobs.map(({ data }) => send(data.deliveryId, data.event))));
  },
);
report();
