import type { TimedJob } from "../../lib/jobs.ts";
import { advance } from "./advance.ts";
import { findDueForUpdate } from "./queries.ts";
import type { TrainingStatus } from "./schema.ts";

/** One job for each step, so that what fell due in different months happens in the order of the months. */
const leaving = (status: Exclude<TrainingStatus, "EXPIRED">): TimedJob => ({
  name: `fa_training.leaving_${status.toLowerCase()}`,
  due: `select min(next_step_at) from fa_training where center_id = $1 and status = '${status}'`,
  work: async (tx, upTo, limit) => (await advance(tx, await findDueForUpdate(tx, status, upTo, limit))).length,
});

export const faTrainingJobs: readonly TimedJob[] = [
  leaving("CURRENT"),
  leaving("DUE_SOON"),
  leaving("DUE"),
  leaving("GRACE"),
];
