import { setTimeout as sleep } from "node:timers/promises";
import { type Db, statement } from "@aviationalley/db/client.ts";
import { upTo } from "../webhooks/payload.ts";
import type { Cluster } from "../lib/cluster.ts";
import { cpuSeconds } from "../lib/cpu.ts";
import { median } from "../lib/report.ts";
import { addEndpoints, openSubject, readyProducer, startWorker, type Subject, untilEmpty } from "../webhooks/rig.ts";
import { ENDPOINTS, FAMILIES } from "./history.ts";

/** So many worker processes against one database: medians over the rounds. */
export interface Team {
  readonly workers: number;
  readonly perSecond: number;
  /** Microseconds of CPU per delivery, user and system: of all workers, and of PostgreSQL. */
  readonly workerCpu: number;
  readonly databaseCpu: number;
}

/** Bytes that one event and one of its ten deliveries, with its attempt, take on disk, with all indexes. */
export interface Disk {
  readonly event: number;
  readonly delivery: number;
  readonly attempt: number;
  /** Everything else, of all deliveries together: the queue, charts. */
  readonly rest: number;
}

const FAN_OUT = ENDPOINTS / FAMILIES;
/** The compiler has seen all of a worker's code by then. */
const WARM_UP_SHARE = 0.1;

const emitAndDeliver = async (subject: Subject, deliveries: number): Promise<number> => {
  const producer = await readyProducer(subject, upTo(FAMILIES), Math.ceil(deliveries / FAN_OUT));
  const began = performance.now();
  await producer.finish();
  await untilEmpty(subject);
  return (performance.now() - began) / 1000;
};

/** Processes of their own for each turn: others that idle would be woken, too. */
const turn = async (subject: Subject, postgres: number, workers: number, deliveries: number): Promise<Team> => {
  const team = await Promise.all(upTo(workers).map(() => startWorker(subject.url)));
  try {
    await emitAndDeliver(subject, deliveries * WARM_UP_SHARE * workers);
    await sleep(500); // what was settled is counted for charts
    const used = () => [team.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0), cpuSeconds(postgres)] as const;
    const before = used();
    const seconds = await emitAndDeliver(subject, deliveries);
    const after = used();
    const micros = (index: 0 | 1): number => ((after[index] - before[index]) * 1e6) / deliveries;
    return { workers, perSecond: deliveries / seconds, workerCpu: micros(0), databaseCpu: micros(1) };
  } finally {
    await Promise.all(team.map((worker) => worker.stop()));
  }
};

const selectSizes = statement<{ table: string; bytes: number }>(
  "bench.sizes",
  `select coalesce(parent.relname, c.relname) as table, sum(pg_total_relation_size(c.oid))::float8 as bytes
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1`,
);
const WORK_TABLES = ["delivery_queue", "delivery_claims", "endpoint_states", "endpoint_traffic", "failed_deliveries"];

const sizes = async (db: Db): Promise<(...tables: string[]) => number> => {
  const bytes = new Map((await db.many(selectSizes, [])).map((row) => [row.table, row.bytes]));
  return (...tables) => tables.reduce((sum, table) => sum + (bytes.get(table) ?? 0), 0);
};

const countAttempts = statement<{ count: number }>("bench.attempts", "select count(*)::int as count from attempts");

/** Disk that what was really delivered takes: `before` it there was nothing. */
const diskOf = async (db: Db, before: (...tables: string[]) => number): Promise<Disk> => {
  const { count } = await db.one(countAttempts, []);
  const after = await sizes(db);
  const each = (table: string, rows: number): number => (after(table) - before(table)) / rows;
  return {
    event: each("events", count / FAN_OUT),
    delivery: each("deliveries", count),
    attempt: each("attempts", count),
    rest: after(...WORK_TABLES) - before(...WORK_TABLES),
  };
};

/** Each number of workers in turn, round after round, in one database. */
export const measureTeams = async (
  cluster: Cluster,
  origin: string,
  { counts, rounds, deliveries }: { counts: readonly number[]; rounds: number; deliveries: number },
): Promise<{ teams: Team[]; disk: Disk }> => {
  const subject = await openSubject(cluster, "growth_workers");
  await addEndpoints(subject, ENDPOINTS, FAMILIES, () => `${origin}/hook`);
  const before = await sizes(subject.db);
  const turns: Team[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const workers of counts) {
      const one = await turn(subject, cluster.pid, workers, deliveries);
      console.error(
        `  ${workers} workers: ${one.perSecond.toFixed(0)}/s, ${(one.workerCpu + one.databaseCpu).toFixed(0)} µs of CPU per delivery`,
      );
      turns.push(one);
    }
  }
  const usual = (workers: number, of: (one: Team) => number): number =>
    median(turns.filter((one) => one.workers === workers).map(of));
  const teams = counts.map((workers) => ({
    workers,
    perSecond: usual(workers, (one) => one.perSecond),
    workerCpu: usual(workers, (one) => one.workerCpu),
    databaseCpu: usual(workers, (one) => one.databaseCpu),
  }));
  return { teams, disk: await diskOf(subject.db, before) };
};
