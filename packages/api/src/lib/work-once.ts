import { type Db, DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { tick, type TimedJob } from "./jobs.ts";

/** What a worker does, to be done once where none runs. */
export interface Work {
  readonly db: Db;
  readonly jobs: readonly TimedJob[];
  /** Housekeeping, mail among it: each answers how much it did. */
  readonly chores: readonly { readonly name: string; readonly run: (db: Db) => Promise<number> }[];
  /** Delivers what is due for at most so many milliseconds; answers how many endpoints had something. */
  readonly deliver: (budgetMs: number) => Promise<number>;
  readonly report: (error: unknown, what: string) => void;
  /** For deliveries, in milliseconds: default 40 s, so that an answer comes within the minute that platforms allow. */
  readonly budgetMs?: number;
}

export interface Done {
  /** Rows of the timed jobs. */
  readonly moved: number;
  /** That had something to be delivered. */
  readonly endpoints: number;
  /** How much each did, by its name. */
  readonly chores: Readonly<Record<string, number>>;
}

const BUDGET_MS = 40_000;

/** Timed jobs, deliveries, housekeeping and mail. It may run beside workers and beside itself. */
export const workOnce = async ({ db, jobs, chores, deliver, report, budgetMs = BUDGET_MS }: Work): Promise<Done> => {
  const moved = await tick(db, jobs, (error, centerId) => report(error, `timed jobs of center ${centerId}`));
  // After the jobs, whose events are due at once; before the chores, which mail what came of it.
  const endpoints = await deliver(budgetMs);
  const done: Record<string, number> = {};
  for (const { name, run } of chores) {
    try {
      done[name] = await run(db);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      report(error, name);
    }
  }
  return { moved, endpoints, chores: done };
};
