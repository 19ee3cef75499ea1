import { newSeed } from "@aviationalley/api/compose/sandbox/fill.ts";
import { firstStart, type FirstStartOptions } from "@aviationalley/api/compose/first-start.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { KEY_POLICY } from "@aviationalley/api/root.ts";
import { type Db, openDatabase } from "@aviationalley/db/client.ts";
import { migrate } from "@aviationalley/db/migrate.ts";
import { firstStartLines, localUrl, readyLines } from "../banner.ts";
import { command } from "../command.ts";
import { SAMPLE_DATA, type SampleData } from "@aviationalley/api/modules/centers/schema.ts";
import { findServer, type Server } from "../database.ts";
import { usageFault } from "../fault.ts";
import { fillTwins } from "../first-data.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { openWebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import { openLogger } from "../logger.ts";
import { claimPort } from "../port.ts";
import { serve } from "../serve.ts";
import { readSettings } from "../settings.ts";
import { Shutdown } from "../shutdown.ts";
import { openWebhookServices } from "../webhooks.ts";
import { startWorker } from "../worker.ts";

const ROLES = ["api", "worker"] as const;
type ProcessRole = (typeof ROLES)[number];

const isRole = (text: string): text is ProcessRole => ROLES.some((role) => role === text);

const readRoles = (text: string): ReadonlySet<ProcessRole> => {
  const roles = text.split(",").map((role) => role.trim());
  const wrong = roles.find((role) => !isRole(role));
  if (wrong !== undefined) throw usageFault(`aa start: --roles takes some of ${ROLES.join(",")}, not "${wrong}"`);
  return new Set(roles.filter(isRole));
};

const readSeed = (text: string | undefined): number => {
  if (text === undefined) return newSeed();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usageFault(`aa start: --seed takes a whole number, not "${text}"`);
};

const readSampleData = (text: string): readonly SampleData[] => {
  if (text === "both") return SAMPLE_DATA;
  const one = SAMPLE_DATA.find((kind) => kind === text);
  if (one !== undefined) return [one];
  throw usageFault(`aa start: --sample-data takes ${SAMPLE_DATA.join(", ")} or both, not "${text}"`);
};

/** What is said while it starts: to the error stream, so that the output is what was asked for. */
const progress = (line: string): void => console.error(`  · ${line}`);
const print = (lines: readonly string[]): void => console.log(lines.join("\n"));

const prepare = async (settings: Settings, shutdown: Shutdown): Promise<{ db: Db; server: Server }> => {
  const server = await findServer(settings, progress);
  shutdown.add("database server", () => server.stop());
  await migrate({ url: server.directUrl, log: progress });
  if (!server.embedded && settings.authSecret === undefined)
    progress("AUTH_SECRET is not set: people stay signed in on this node only, so set it before there is a second one");
  const db = openDatabase({
    url: server.url,
    directUrl: server.directUrl,
    maxConnections: settings.databaseMaxConnections,
  });
  shutdown.add("database", () => db.close());
  return { db, server };
};

/** What the first start makes. */
type Wished = Required<Pick<FirstStartOptions, "sampleData">> & { seed: number };

const run = async (roles: ReadonlySet<ProcessRole>, wished: Wished, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings();
  const { host } = settings;
  const port = roles.has("api") ? await claimPort(host, settings.port) : settings.port;
  const local = localUrl(host, port);
  const publicUrl = settings.publicUrl ?? local;
  const { db, server } = await prepare(settings, shutdown);
  const { directUrl } = server;
  const fill: FirstStartOptions["fill"] = (twins) => fillTwins(db, twins, progress, wished.seed);
  const { sampleData } = wished;
  const first = await firstStart({ db, directUrl, policy: KEY_POLICY, fill, sampleData, log: progress });
  const logger = openLogger(settings);
  const listener = await openListener({ url: directUrl });
  shutdown.add("notifications", () => listener.close());
  const webhooks = await openWebhookServices(settings);
  const part = { db, directUrl, listener, settings, publicUrl, logger, webhooks, metrics: openWebhookMetrics(db) };
  try {
    if (roles.has("api")) await serve({ ...part, port, shutdown });
  } finally {
    // Also when the port was taken meanwhile: what was made is shown now or never.
    if (first) print(firstStartLines(first, local));
  }
  if (roles.has("worker")) {
    if (!roles.has("api")) {
      // Where the API runs, its own notifier wakes the workers.
      const notifier = openNotifier({ url: directUrl });
      const disconnect = connectWakeUps(notifier);
      shutdown.add("wake-ups", async () => {
        disconnect();
        await notifier.close();
      });
    }
    const worker = startWorker(part);
    shutdown.add("worker", () => worker.close());
  }
  if (roles.has("api")) print(readyLines(publicUrl, process.uptime() * 1000, first !== undefined));
  else console.log(`The worker runs, ready in ${process.uptime().toFixed(1)} s.`);
};

export const start = command({
  name: "start",
  summary: "Start the server: database, API, docs, console and timed jobs, until Ctrl-C",
  options: {
    roles: { type: "string", value: "api,worker", help: "What this process does; both unless given" },
    seed: {
      type: "string",
      value: "number",
      help: "From which the first start's data is generated; random unless given",
    },
    "sample-data": {
      type: "string",
      value: "kind",
      help: `What the first start makes: ${SAMPLE_DATA.join(" (unless given), ")}, or both, a center of each`,
    },
  },
  async run({ roles = "api,worker", seed, "sample-data": kind = "training-center" }) {
    const wanted = readRoles(roles);
    const first = { seed: readSeed(seed), sampleData: readSampleData(kind) };
    const shutdown = new Shutdown((line) => console.error(line));
    try {
      await Promise.race([shutdown.asked, run(wanted, first, shutdown).then(() => shutdown.asked)]);
      console.error("Stopping …");
    } finally {
      await shutdown.close();
    }
  },
});
