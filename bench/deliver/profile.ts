import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, statement } from "@aviationalley/db/client.ts";
import type { Child } from "../lib/children.ts";
import { cpuSeconds } from "../lib/cpu.ts";
import { profileTable, profiling } from "../lib/profile.ts";
import { table } from "../lib/report.ts";
import { forgetStatistics, openStatistics, withStatistics } from "../lib/statistics.ts";
import { openOurs } from "./contenders.ts";

/** Microseconds of a worker's life that belong to loading and warming up. */
const WARM = 2_000_000;

/**
 * Where a delivery's time goes, in a run of its own after the others: CPU by process, the database's by statement (its
 * cluster keeps statistics, which cost a little), the worker's by owner.
 */
export const profileDeliveries = async (
  { origin, ...receiver }: Child & { origin: string },
  deliveries: number,
): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-profile-"));
  try {
    return await withStatistics(async (cluster) => {
      const ours = await openOurs(cluster, origin, profiling(folder));
      await ours.run(Math.ceil(deliveries / 10));
      const { db } = await cluster.database("deliver_ours");
      await openStatistics(db);
      await forgetStatistics(db);
      const pids = { worker: ours.pid, PostgreSQL: cluster.pid, receiver: receiver.pid };
      const before = usage(pids);
      const rate = await ours.run(deliveries);
      const spent = usage(pids).map((seconds, index) => ((seconds - (before[index] ?? 0)) * 1e6) / deliveries);
      const statements = await slowest(db, deliveries);
      await ours.stop();
      const names = [...Object.keys(pids), "all of it, the producer and the system included"];
      return [
        `CPU that a delivery costs, of the ${((2 * 1e6) / rate).toFixed(0)} µs that two cores have for it at the ${rate.toFixed(0)}/s of this run:`,
        table(
          ["process", "µs of CPU per delivery"],
          names.map((name, index) => [name, (spent[index] ?? 0).toFixed(0)]),
        ),
        "PostgreSQL's statements (time inside the executor; planning, the protocol and commits are beside it):",
        statements,
        "The worker:",
        await profileTable(folder, WARM),
      ];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** CPU seconds so far: of each process with its descendants, and of the machine. */
const usage = (pids: Readonly<Record<string, number>>): number[] => {
  const busy = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
  return [...Object.values(pids).map(cpuSeconds), busy];
};

const selectSlowest = statement<{ query: string; calls: number; ms: number; total: number }>(
  "bench.slowest",
  `select left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as query, calls::int, total_exec_time as ms,
          sum(total_exec_time) over () as total
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where d.datname = current_database()
    order by total_exec_time desc limit 8`,
);

const slowest = async (db: Db, deliveries: number): Promise<string> =>
  table(
    ["statement", "calls", "µs per call", "µs per delivery", "share"],
    (await db.many(selectSlowest, [])).map(({ query, calls, ms, total }) => [
      `\`${query.replaceAll("|", "\\|")}\``,
      calls.toLocaleString("en"),
      ((ms * 1000) / calls).toFixed(0),
      ((ms * 1000) / deliveries).toFixed(1),
      `${((100 * ms) / total).toFixed(0)} %`,
    ]),
  );
