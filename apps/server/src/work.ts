import { TIMED_JOBS } from "@aviationalley/api/cron.ts";
import type { Work } from "@aviationalley/api/lib/work-once.ts";
import type { MailTransport } from "@aviationalley/api/platform/mail/transport.ts";
import { runOnce, type WorkerOptions } from "@aviationalley/api/platform/webhooks/worker.ts";
import { choresOf } from "./chores.ts";

/** All that a worker does, for `workOnce`: by the cron's route, and by `aa tick`. */
export const workOf = (mail: MailTransport, options: WorkerOptions): Work => ({
  db: options.db,
  jobs: TIMED_JOBS,
  chores: choresOf(options.publicUrl, mail),
  deliver: (budgetMs) => runOnce({ ...options, budgetMs }),
  report: options.report,
});
