import { newSeed } from "@aviationalley/api/compose/sandbox/fill.ts";
import { firstStart, type FirstStartOptions } from "@aviationalley/api/compose/first-start.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { KEY_POLICY } from "@aviationalley/api/root.ts";
import { type Db, openDatabase } from "@aviationalley/db/client.ts";
import { migrate } from "@aviationalley/db/migrate.ts";
import { firstStartLines, localUrl, readyLines, workerLine } from "../banner.ts";
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
import { REQUESTS, serve, serveStatus } from "../serve.ts";
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

/** What a second node would miss. */
const warnOfOwnSecrets = ({ authSecret, secretKeys }: Settings): void => {
  if (authSecret === undefined)
    progress("AUTH_SECRET is not set: people stay signed in on this node only, so set it before there is a second one");
  if (secretKeys === undefined)
    progress("SECRET_KEYS is not set: only this node can sign webhooks, so set it before there is a second one");
};

const prepare = async (settings: Settings, shutdown: Shutdown): Promise<{ db: Db; server: Server }> => {
  const server = await findServer(settings, progress);
  shutdown.add("database server", () => server.stop());
  await migrate({ url: server.directUrl, log: progress });
  if (!server.embedded) warnOfOwnSecrets(settings);
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
  const port = await claimPort(host, settings.port);
  const local = localUrl(host, port);
  const publicUrl = settings.publicUrl ?? local;
  if (settings.publicUrl === undefined && !roles.has("api"))
    progress("PUBLIC_URL is not set: links in mail lead to this worker, which has no pages");
  const { db, server } = await prepare(settings, shutdown);
  const { directUrl } = server;
  const webhooks = await openWebhookServices(settings, db);
  const fill: FirstStartOptions["fill"] = (twins) => fillTwins(db, twins, progress, wished.seed);
  const { sampleData } = wished;
  const first = await firstStart({ db, directUrl, policy: KEY_POLICY, fill, sampleData, log: progress });
  const logger = openLogger(settings);
  const listener = await openListener({ url: directUrl });
  shutdown.add("notifications", () => listener.close());
  if (!roles.has("api")) openWakeUps(directUrl, shutdown);
  const part = { db, directUrl, listener, settings, publicUrl, logger, webhooks, metrics: openWebhookMetrics(db) };
  try {
    await (roles.has("api") ? serve : serveStatus)({ ...part, port, shutdown });
  } finally {
    // Also when the port was taken meanwhile: what was made is shown now or never.
    if (first) print(firstStartLines(first, local));
  }
  if (roles.has("worker")) {
    const worker = startWorker(part);
    // A node that ends is first of all no longer asked for anything.
    shutdown.add("worker", () => worker.close(), { after: REQUESTS });
  }
  if (roles.has("api")) print(readyLines(publicUrl, process.uptime() * 1000, first !== undefined));
  else console.log(workerLine(local, process.uptime() * 1000));
};

/** What tells other workers of events that the timed jobs made. Where the API runs, its own notifier does. */
const openWakeUps = (url: string, shutdown: Shutdown): void => {
  const notifier = openNotifier({ url });
  const disconnect = connectWakeUps(notifier);
  shutdown.add("wake-ups", async () => {
    disconnect();
    await notifier.close();
  });
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
