import { setTimeout as sleep } from "node:timers/promises";
import { WAKE_CHANNEL } from "@aviationalley/api/platform/webhooks/wake.ts";
import { type Db, statement } from "@aviationalley/db/client.ts";
import { upTo } from "../webhooks/payload.ts";
import type { Child } from "../lib/children.ts";
import type { Cluster } from "../lib/cluster.ts";
import { cpuSeconds } from "../lib/cpu.ts";
import { median, medianRatio } from "../lib/report.ts";
import { forgetStatistics, openStatistics, spentOn } from "../lib/statistics.ts";
import {
  addEndpoints,
  openSubject,
  pace,
  readyProducer,
  startWorker,
  type Subject,
  untilEmpty,
} from "../webhooks/rig.ts";
import { STATEMENTS } from "./cost.ts";

/** What a delivery costs, in microseconds of CPU, user and system. */
export interface Cpu {
  readonly workers: number;
  readonly database: number;
}

/** So many worker processes against one database. */
export interface Crew {
  readonly size: number;
  /** So many of them deliver, the others stand by; by default as many as there are processors. */
  readonly perMachine?: number;
}

/** A crew's figures: medians over the rounds. */
export interface Team {
  readonly crew: Crew;
  /** Deliveries a second of a backlog. */
  readonly perSecond: number;
  /** While a backlog is delivered, and while changes come at a pace, emitting included. */
  readonly backlog: Cpu;
  readonly paced: Cpu;
  /** What a delivery of the backlog costs, workers and database together, against the first team: of the ratios within each round. */
  readonly growth: number;
  /** Deliveries that one statement claims, and that one settles, of the backlog. */
  readonly claimed: number;
  readonly settled: number;
}

/** Bytes that one event and one of its ten deliveries, with its attempt, take on disk, with all indexes. */
export interface Disk {
  readonly event: number;
  readonly delivery: number;
  readonly attempt: number;
  /** Everything else, of all deliveries together: the queue, charts. */
  readonly rest: number;
}

/** Who needs eight workers has many endpoints: the thousand of the fairness benchmark. */
const ENDPOINTS = 1_000;
const FAMILIES = 100;
const FAN_OUT = ENDPOINTS / FAMILIES;
/** For each worker, before anything is measured, of the backlog: then its compiler has seen all of its code. */
const WARM_UP_SHARE = 1 / 8;
/** Changes a second, each heard by ten endpoints. */
const PACE = 50;

/** One database, and its server's process. */
interface Place extends Subject {
  readonly postgres: number;
}

const emit = async (place: Place, deliveries: number): Promise<void> =>
  (await readyProducer(place, upTo(FAMILIES), Math.ceil(deliveries / FAN_OUT))).finish();

const cpuOf = async (place: Place, team: readonly Child[], work: () => Promise<number>): Promise<Cpu> => {
  const used = () => [team.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0), cpuSeconds(place.postgres)] as const;
  const before = used();
  const deliveries = await work();
  const after = used();
  return {
    workers: ((after[0] - before[0]) * 1e6) / deliveries,
    database: ((after[1] - before[1]) * 1e6) / deliveries,
  };
};

const holdAll = statement<never>(
  "bench.hold_all",
  "update endpoint_states set status = 'PAUSED', held_since = now() where center_id = $1",
);
const releaseAll = statement<never>(
  "bench.release_all",
  `update endpoint_states set status = 'ACTIVE', held_for = held_for + (now() - held_since), held_since = null
    where center_id = $1`,
);
const wakeAll = statement<never>("bench.wake_all", "select pg_notify($1, '*')");

/** Makes deliveries while endpoints are held, lets them go, and takes the time until all are settled. */
const deliverBacklog = async (place: Place, team: readonly Child[], deliveries: number) => {
  const { db, center } = place;
  await db.run(holdAll, [center]);
  await emit(place, deliveries);
  await forgetStatistics(db);
  let seconds = 0;
  const cpu = await cpuOf(place, team, async () => {
    const began = performance.now();
    await db.run(releaseAll, [center]);
    await db.run(wakeAll, [WAKE_CHANNEL]);
    await untilEmpty(place);
    seconds = (performance.now() - began) / 1000;
    return deliveries;
  });
  const batch = async (pattern: string): Promise<number> => deliveries / (await spentOn(db, pattern)).calls;
  return {
    backlog: cpu,
    perSecond: deliveries / seconds,
    claimed: await batch(STATEMENTS.claim),
    settled: await batch(STATEMENTS.settle),
  };
};

const deliverPaced = (place: Place, team: readonly Child[], seconds: number): Promise<Cpu> =>
  cpuOf(place, team, async () => {
    const changes = await pace(place, upTo(FAMILIES), PACE, seconds);
    await untilEmpty(place);
    return changes.length * FAN_OUT;
  });

type Turn = Omit<Team, "crew" | "growth">;

/**
 * Processes of their own for each turn: others that idle would be woken, too. All teams have the same backlog, so that
 * nothing but their number differs.
 */
const turn = async (place: Place, { size, perMachine }: Crew, deliveries: number): Promise<Turn> => {
  const team = await Promise.all(upTo(size).map(() => startWorker(place.url, { perMachine })));
  try {
    await emit(place, size * deliveries * WARM_UP_SHARE);
    await untilEmpty(place);
    await sleep(1_000); // what was settled is counted for charts
    const delivered = await deliverBacklog(place, team, deliveries);
    await sleep(1_000);
    return { ...delivered, paced: await deliverPaced(place, team, Math.max(2, deliveries / 4_000)) };
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

/** Each crew in turn, round after round, in one database. */
export const measureTeams = async (
  cluster: Cluster,
  origin: string,
  { crews, rounds, deliveries }: { crews: readonly Crew[]; rounds: number; deliveries: number },
): Promise<{ teams: Team[]; disk: Disk }> => {
  const subject = await openSubject(cluster, "growth_workers");
  await addEndpoints(subject, ENDPOINTS, FAMILIES, () => `${origin}/hook`);
  const place: Place = { ...subject, postgres: cluster.pid };
  await openStatistics(subject.db);
  const before = await sizes(subject.db);
  const turns = new Map<Crew, Turn[]>(crews.map((crew) => [crew, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [crew, its] of turns) {
      const one = await turn(place, crew, deliveries);
      console.error(
        `  ${crew.size} workers: ${one.perSecond.toFixed(0)}/s, ${shown(one.backlog)}; at a pace ${shown(one.paced)}`,
      );
      its.push(one);
    }
  }
  const [first = []] = turns.values();
  return {
    teams: [...turns].map(([crew, its]) => usual(crew, its, first)),
    disk: await diskOf(subject.db, before),
  };
};

const shown = ({ workers, database }: Cpu): string => `${workers.toFixed(0)} + ${database.toFixed(0)} µs of CPU`;

export const total = ({ workers, database }: Cpu): number => workers + database;

const usual = (crew: Crew, turns: readonly Turn[], first: readonly Turn[]): Team => {
  const of = (value: (one: Turn) => number): number => median(turns.map(value));
  return {
    crew,
    perSecond: of(({ perSecond }) => perSecond),
    claimed: of(({ claimed }) => claimed),
    settled: of(({ settled }) => settled),
    growth: medianRatio(
      turns.map(({ backlog }) => total(backlog)),
      first.map(({ backlog }) => total(backlog)),
    ),
    backlog: { workers: of(({ backlog }) => backlog.workers), database: of(({ backlog }) => backlog.database) },
    paced: { workers: of(({ paced }) => paced.workers), database: of(({ paced }) => paced.database) },
  };
};
