import { openDatabase } from "@aviationalley/db/client.ts";
import { Logger, run } from "graphile-worker";
import { keepAttempts, report } from "../attempts.ts";
import { collector } from "../collector.ts";
import type { Job } from "../enqueue-all.ts";
import { type Attempt, openSender } from "../sender.ts";

/** `node work.ts <database url> <origin>`: graphile-worker with a local queue and batched completion. */
const [url = "", origin = ""] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "bench worker" });
const send = openSender(origin, 100);
const keep = collector((attempts: readonly Attempt[]) => keepAttempts(db, attempts));

const deliver = async (payload: unknown): Promise<void> => {
  const { deliveryId, event } = payload as Job; // what enqueue.ts wrote
  await keep(await send(deliveryId, event));
};

await run({
  connectionString: url,
  taskList: { deliver },
  noHandleSignals: true,
  logger: new Logger(() => () => undefined),
  preset: {
    worker: {
      concurrentJobs: 200,
      maxPoolSize: 10,
      pollInterval: 1_000,
      localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
});
report();
