import { setTimeout as sleep } from "node:timers/promises";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, isFailure } from "../../../lib/errors.ts";
import { BATCH, nextDue, type TimedJob } from "../../../lib/jobs.ts";
import { type Instant, msBetween } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { type By, record } from "../../../platform/audit/record.ts";
import { findCenter, lockCenter, raiseOffset } from "../queries/centers.ts";
import { offsetTo } from "../rules.ts";
import type { Center } from "../schema.ts";

/** What a sandbox answers where a live center refuses. */
export const refuseLive = ({ mode }: CenterTx): Failure | undefined =>
  mode === "live"
    ? fail("conflict", "This is a live center. Switch to its sandbox to move time or begin anew.")
    : undefined;

/** Rows that someone else has locked are waited for, so that nothing overtakes them: this often, this long (ms). */
const WAITS = 100;
const WAIT_MS = 50;

/**
 * Moves a sandbox's clock forward to an instant, and stops on the way wherever a job is due: each does its work while
 * the clock shows the very instant, so that the same events fire in the same order as if those days had passed. Every
 * stop is a transaction; cut off half way, the clock stands at the last one. Fails for a live center, for an instant
 * that has passed, and where the sandbox is reset meanwhile.
 */
export const advanceClock = async (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  to: Instant,
  jobs: readonly TimedJob[] = [],
): Promise<Center | Failure> => {
  const from = await transaction(db, centerId, (tx) => depart(tx, by, to));
  if (isFailure(from)) return from;
  const stuck = new Set<string>();
  for (let reached = from, waits = 0; ;) {
    const stop = await transaction(db, centerId, (tx) => nextStop(tx, jobs, stuck, reached, to));
    if (isFailure(stop)) return stop;
    if (!stop.job) return findCenter(db, centerId);
    reached = stop.reached;
    waits = stop.moved > 0 ? 0 : waits + 1;
    if (waits > WAITS) stuck.add(stop.job);
    else if (waits > 0) await sleep(WAIT_MS);
  }
};

/** What the clock shows before it moves. */
const depart = async (tx: CenterTx, by: By, to: Instant): Promise<Instant | Failure> => {
  const refused = refuseLive(tx);
  if (refused) return refused;
  await lockCenter(tx, tx.centerId);
  const { now: from } = await findCenter(tx, tx.centerId);
  const offset = offsetTo(from, tx.at, to);
  if (isFailure(offset)) return offset;
  await record(tx, by, "sandbox.clock_advanced", { type: "center", id: tx.centerId }, { from, to });
  return from;
};

interface Stop {
  reached: Instant;
  /** The job that was due here; none where the journey ends. */
  job?: string;
  moved: number;
}

/** Moves the clock to what is due next, and does it; to the end where nothing is due before. */
const nextStop = async (
  tx: CenterTx,
  jobs: readonly TimedJob[],
  stuck: ReadonlySet<string>,
  reached: Instant,
  to: Instant,
): Promise<Stop | Failure> => {
  await lockCenter(tx, tx.centerId);
  const { now } = await findCenter(tx, tx.centerId);
  if (now < reached) return fail("conflict", "The sandbox was reset while its clock moved. Move it again.");
  const next = (await nextDue(tx, jobs)).find(({ job, due }) => due <= to && !stuck.has(job));
  const job = jobs.find(({ name }) => name === next?.job);
  // What was overdue before the clock moved happens where it stood.
  const instant = next === undefined ? to : next.due < reached ? reached : next.due;
  await raiseOffset(tx, tx.centerId, msBetween(tx.at, instant));
  if (!job || !next) return { reached: instant, moved: 0 };
  return { reached: instant, job: job.name, moved: await job.work({ ...tx, now: instant }, next.due, BATCH) };
};
