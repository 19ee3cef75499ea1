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
  /** Makes a migrated database. */
  database(name: string): Promise<{ url: string; db: Db }>;
  stop(): Promise<void>;
}

export const startCluster = async (): Promise<Cluster> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-bench-"));
  const server = await startEmbedded({ dataDir: folder, log: (line) => console.error(line) });
  const admin = openDatabase({ url: server.url });
  const opened: Db[] = [admin];
  const postmaster = await readFile(join(folder, "cluster", "postmaster.pid"), "utf8");
  return {
    pid: Number(postmaster.split("\n", 1)[0]),
    async database(name) {
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
      await rm(folder, { recursive: true, force: true });
    },
  };
};
