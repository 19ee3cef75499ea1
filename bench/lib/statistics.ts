import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, statement } from "@aviationalley/db/client.ts";
import { clearAway, type Cluster, startCluster } from "./cluster.ts";

const preload = statement<never>(
  "bench.statistics_preload",
  "alter system set shared_preload_libraries = 'pg_stat_statements'",
);
const extend = statement<never>("bench.statistics_extend", "create extension if not exists pg_stat_statements");
const forget = statement<object>("bench.statistics_forget", "select from pg_stat_statements_reset()");
const selectSpent = statement<{ ms: number; calls: number }>(
  "bench.statistics_spent",
  `select coalesce(sum(total_exec_time), 0) as ms, coalesce(sum(calls), 0)::int as calls
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where d.datname = current_database() and query like $1`,
);

/** Runs `work` with a cluster that keeps statistics of statements. The library is loaded at a start: so it starts twice. */
export const withStatistics = async <T>(work: (cluster: Cluster) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-bench-"));
  try {
    const first = await startCluster(folder);
    await (await first.database("statistics")).db.run(preload, []);
    await first.stop();
    const cluster = await startCluster(folder);
    const clear = (): void => clearAway(folder, cluster.pid);
    process.once("exit", clear);
    try {
      return await work(cluster);
    } finally {
      await cluster.stop();
      process.off("exit", clear);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Lets a database's statistics be asked for. */
export const openStatistics = async (db: Db): Promise<void> => void (await db.run(extend, []));

/** Begins anew, for all databases. */
export const forgetStatistics = async (db: Db): Promise<void> => void (await db.run(forget, []));

/** Milliseconds inside the executor, and calls, of this database's statements that are LIKE `pattern`. */
export const spentOn = (db: Db, pattern: string): Promise<{ ms: number; calls: number }> =>
  db.one(selectSpent, [pattern]);
