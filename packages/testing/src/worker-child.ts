import { openDatabase } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { startWorker } from "@aviationalley/api/platform/webhooks/worker.ts";
import { loopbackWorker } from "./endpoints.ts";

/** A worker as a process of its own, to be killed: `node worker-child.ts <database url> <key ring> <lease ms> <timeout ms>`. */
const [url, ring, leaseMs, timeoutMs] = process.argv.slice(2);
if (url === undefined || ring === undefined) throw new Error("a database and a key ring are needed");

const db = openDatabase({ url, applicationName: "aviationalley test worker" });
const listener = await openListener({ url });
startWorker({
  db,
  listener,
  ...loopbackWorker(ring),
  leaseMs: Number(leaseMs),
  timeoutMs: Number(timeoutMs),
  pollMs: 100,
  report: (error, what) => void process.stderr.write(`${what}: ${String(error)}\n`),
});
process.send?.("ready");
// Its parent's end is its own, also when that was killed.
process.on("disconnect", () => process.exit(0));
