import { type Db, openDatabase, statement } from "@aviationalley/db/client.ts";
import { type EmbeddedServer, startEmbedded } from "@aviationalley/db/embedded.ts";
import { readPostmaster } from "@aviationalley/db/embedded/postmaster.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The embedded PostgreSQL as it is shipped, in a folder of its own. */
export interface Postgres {
  readonly url: string;
  readonly version: string;
  readonly db: Db;
  /** Kills the postmaster and all of its processes with -9, and waits until the server has recovered. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const setting = statement<{ name: string; setting: string }>(
  "ledger.settings",
  "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')",
);
const answer = statement<unknown>("ledger.answer", "select 1");

/** What was killed must have been able to keep its word. */
const refuseForgetful = async (db: Db): Promise<void> => {
  const settings = await db.many(setting, []);
  const wrong = settings.filter((one) => one.setting !== "on").map(({ name }) => name);
  if (settings.length !== 3 || wrong.length > 0) throw new Error(`Not on, so nothing is proved: ${wrong.join(", ")}`);
};

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").filter(Boolean).map(Number);
};

const killAll = (pids: readonly number[]): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
};

const recovered = async (cluster: string, before: number, db: Db): Promise<boolean> => {
  const now = await readPostmaster(cluster);
  if (!now?.ready || now.identity.pid === before) return false;
  return await db.run(answer, []).then(
    () => true,
    () => false,
  );
};

export const startPostgres = async (folder: string): Promise<Postgres> => {
  const server: EmbeddedServer = await startEmbedded({ dataDir: folder });
  const cluster = join(folder, "cluster");
  const db = openDatabase({ url: server.url, statementTimeout: 0, applicationName: "ledger" });
  await refuseForgetful(db);
  return {
    url: server.url,
    version: server.version,
    db,
    async kill() {
      const postmaster = await readPostmaster(cluster);
      if (!postmaster) throw new Error("There is no PostgreSQL to be killed.");
      const { pid } = postmaster.identity;
      killAll([pid, ...(await childrenOf(pid))]);
      // Its starter notices and starts it anew, as in production.
      while (!(await recovered(cluster, pid, db))) await sleep(10);
    },
    async stop() {
      await db.close();
      await server.stop();
    },
  };
};
