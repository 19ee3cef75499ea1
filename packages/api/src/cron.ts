import type { Db } from "@aviationalley/db/client.ts";
import type { TimedJob } from "./lib/jobs.ts";
import { complianceJobs } from "./modules/compliance/jobs.ts";
import { faTrainingJobs } from "./modules/fa-training/jobs.ts";
import { invoiceJobs } from "./modules/invoices/jobs.ts";
import { melJobs } from "./modules/mel/jobs.ts";
import { reserveJobs } from "./modules/reserve/jobs.ts";
import { tripTradeJobs } from "./modules/trip-trades/jobs.ts";
import { sweepIdempotency } from "./platform/idempotency/sweep.ts";

/** What time does to the nouns: every job of every module, run each minute in each center, in the order of what is due. */
export const TIMED_JOBS: readonly TimedJob[] = [
  ...invoiceJobs,
  ...complianceJobs,
  ...melJobs,
  ...reserveJobs,
  ...tripTradeJobs,
  ...faTrainingJobs,
];

/** Housekeeping over all centers: each answers how many rows it cleared. */
export const CHORES: readonly { readonly name: string; readonly run: (db: Db) => Promise<number> }[] = [
  { name: "forget idempotency keys", run: sweepIdempotency },
];
