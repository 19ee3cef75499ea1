import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, openDatabase, statement } from "@aviationalley/db/client.ts";
import { startEmbedded } from "@aviationalley/db/embedded.ts";
import { migrate } from "@aviationalley/db/migrate.ts";
import { withDatabase } from "@aviationalley/db/target.ts";

/** A PostgreSQL of the benchmark's own, at the default settings of the embedded server. */
export interface Cluster {
  /** The process whose descendants do all the database's work. */
  readonly pid: number;
  /** Makes a migrated database, or takes the one that is there. */
  database(name: string): Promise<{ url: string; db: Db }>;
  stop(): Promise<void>;
}

const named = statement<object>("bench.named", "select from pg_database where datname = $1");

/** In a folder that is kept, with the databases that are there already; or in one that goes when it stops. */
export const startCluster = async (keep?: string): Promise<Cluster> => {
  const folder = keep ?? (await mkdtemp(join(tmpdir(), "aa-bench-")));
  const server = await startEmbedded({ dataDir: folder, log: (line) => console.error(line) });
  const admin = openDatabase({ url: server.url });
  const opened: Db[] = [admin];
  const postmaster = await readFile(join(folder, "cluster", "postmaster.pid"), "utf8");
  const pid = Number(postmaster.split("\n", 1)[0]);
  const clear = (): void => clearAway(folder, pid);
  if (keep === undefined) process.once("exit", clear);
  return {
    pid,
    async database(name) {
      if ((await admin.many(named, [name])).length === 0)
        await admin.run(statement(`bench.create.${name}`, `create database ${name}`), []);
      const url = withDatabase(server.url, name);
      await migrate({ url });
      const db = openDatabase({ url, statementTimeout: 0 });
      opened.push(db);
      return { url, db };
    },
    async stop() {
      await Promise.all(opened.map((db) => db.close()));
      await server.stop();
      process.off("exit", clear);
      if (keep === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** What is left to do for a benchmark that is ended in the midst of its work: gigabytes would stay. */
export const clearAway = (folder: string, postmaster: number): void => {
  try {
    process.kill(postmaster, "SIGQUIT"); // at once, without a checkpoint
  } catch {
    // It has ended already.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
};
