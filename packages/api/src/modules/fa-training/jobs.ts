import type { TimedJob } from "../../lib/jobs.ts";
import { localDate } from "../../lib/time.ts";
import { advance } from "./advance.ts";
import { findDueForUpdate, nextLeaving } from "./queries.ts";
import type { TrainingStatus } from "./schema.ts";

/** One job for each step, so that what fell due in different months happens in the order of the months. */
const leaving = (status: Exclude<TrainingStatus, "EXPIRED">): TimedJob => ({
  name: `fa_training.leaving_${status.toLowerCase()}`,
  due: nextLeaving(status),
  work: async (tx, upTo, limit) =>
    (await advance(tx, await findDueForUpdate(tx, status, localDate(upTo, tx.zone), limit))).length,
});

export const faTrainingJobs: readonly TimedJob[] = [
  leaving("CURRENT"),
  leaving("DUE_SOON"),
  leaving("DUE"),
  leaving("GRACE"),
];
