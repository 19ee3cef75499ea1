import { type CenterId, type Db, type Statement, statement } from "@aviationalley/db/client.ts";
import type { Instant } from "./time.ts";
import { type CenterTx, transaction } from "./transaction.ts";

/**
 * What time does to one noun. Every worker runs every job every minute; whichever locks a row first moves it, in the
 * transaction that fires its event, so that nothing happens twice.
 */
export interface TimedJob {
  readonly name: string;
  /** `select min(…) from … where center_id = $1 and …`: when the next row is due by the center's clock; index-served. */
  readonly due: string;
  /**
   * Moves rows that are due at `upTo`, at most `limit`, the longest due first, and answers how many. Rows are taken
   * with `for update skip locked`: another runner's are left to it.
   */
  readonly work: (tx: CenterTx, upTo: Instant, limit: number) => Promise<number>;
}

/** Rows per transaction: long enough to be cheap, short enough that people wait for no lock. */
export const BATCH = 500;

/** A runner gives up a center after this many batches and comes back a minute later, so that no center starves others. */
const MOST_BATCHES = 10_000;

interface Due {
  job: string;
  due: Instant;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** One statement that asks every job for its next due instant in a center. */
const askEveryJob = (jobs: readonly TimedJob[]): Statement<Due> =>
  statement<Due>(
    `jobs.next_due.${jobs.length}`,
    `select job, to_char(due at time zone 'UTC', ${ISO}) as due
       from (${jobs.map(({ name, due }) => `select '${name}' as job, (${due}) as due`).join(" union all ")}) next
      where due is not null order by due, job`,
  );

/** When each job is next due in the transaction's center, the earliest first; jobs that have nothing ahead are left out. */
export const nextDue = async (tx: CenterTx, jobs: readonly TimedJob[]): Promise<Due[]> =>
  jobs.length === 0 ? [] : tx.many(askEveryJob(jobs), [tx.centerId]);

/** One runner at a time in a center: two would each take a part of what is due, and the later one's come first. */
const holdCenter = statement<{ held: boolean }>(
  "jobs.hold_center",
  "select pg_try_advisory_xact_lock(hashtextextended('jobs:' || $1::text, 0)) as held",
);

/**
 * Does in one center all that is due by its clock, in the order in which it fell due across all nouns: after a day
 * away, and after a sandbox's clock moved by ten, the same happens as if someone had looked every minute. Where another
 * runner is at it, that one does.
 */
export const tickCenter = async (db: Db, centerId: CenterId, jobs: readonly TimedJob[]): Promise<number> => {
  // A job whose rows another runner holds, or that cannot move one, does not keep the others from theirs.
  const idle = new Set<string>();
  let done = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const turn = await transaction(db, centerId, async (tx) => {
      const due = (await nextDue(tx, jobs)).filter((row) => row.due <= tx.now && !idle.has(row.job));
      const job = jobs.find(({ name }) => name === due[0]?.job);
      if (!job || !(await tx.one(holdCenter, [centerId])).held) return undefined;
      // Up to the next job's turn, so that a batch does not run ahead of what another noun's rows did before.
      return { job: job.name, moved: await job.work(tx, due[1]?.due ?? tx.now, BATCH) };
    });
    if (!turn) return done;
    if (turn.moved === 0) idle.add(turn.job);
    done += turn.moved;
  }
  return done;
};

const everyCenter = statement<{ id: string }>("jobs.centers", "select id from centers order by id");

/** Ticks every center once. One that fails is reported and does not keep the others from their turn. */
export const tick = async (
  db: Db,
  jobs: readonly TimedJob[],
  report: (error: unknown, centerId: string) => void,
): Promise<number> => {
  let done = 0;
  for (const { id } of await db.many(everyCenter, [])) {
    try {
      done += await tickCenter(db, id as CenterId, jobs); // ids of this table are what CenterId brands
    } catch (error) {
      report(error, id);
    }
  }
  return done;
};
