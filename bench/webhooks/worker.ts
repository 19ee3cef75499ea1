import { startWorker } from "@aviationalley/api/platform/webhooks/worker.ts";
import { openDatabase } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { loopbackWorker } from "@aviationalley/testing/endpoints.ts";

/**
 * `node worker.ts <database url> <key ring> [workers per machine]`: one worker at its default settings. Answers how many
 * attempts it settled.
 */
const [url = "", ring = "", perMachine] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "bench worker" });
const listener = await openListener({ url });
const worker = startWorker({
  db,
  listener,
  ...loopbackWorker(ring),
  perMachine: perMachine === undefined ? undefined : Number(perMachine),
  report: (error, what) => console.error(what, error),
});

const settled = async (): Promise<number> => {
  const { values } = await worker.metrics.settleBatch.get();
  return values.find(({ metricName }) => metricName === "aa_webhook_settle_batch_sum")?.value ?? 0;
};

process.send?.("ready");
process.on("message", () => void settled().then((count) => process.send?.(count)));
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
process.on("disconnect", () => process.exit(0));
