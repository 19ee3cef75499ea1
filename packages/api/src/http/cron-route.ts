import { type Db, DatabaseUnavailable } from "@aviationalley/db/client.ts";
import type { FastifyPluginCallback } from "fastify";
import { fail } from "../lib/errors.ts";
import { tick, type TimedJob } from "../lib/jobs.ts";
import { carriesToken } from "./bearer.ts";
import { sendProblem } from "./problem.ts";

export interface CronOptions {
  readonly db: Db;
  /** CRON_SECRET; without it the route is closed. */
  readonly secret: string | undefined;
  readonly publicUrl: string;
  readonly jobs: readonly TimedJob[];
  /** Housekeeping, mail among it: each answers how much it did. */
  readonly chores: readonly { readonly name: string; readonly run: (db: Db) => Promise<number> }[];
  /** Delivers what is due for at most so many milliseconds; answers how many endpoints had something. */
  readonly deliver: (budgetMs: number) => Promise<number>;
  readonly report: (error: unknown, what: string) => void;
  /** For deliveries, in milliseconds: default 40 s, so that an answer comes within the minute that platforms allow. */
  readonly budgetMs?: number;
}

const BUDGET_MS = 40_000;

/**
 * `GET /api/cron/webhooks`, as Vercel's cron calls it every five minutes: timed jobs, deliveries, housekeeping and mail,
 * where no worker runs. It may run beside workers and beside itself.
 */
export const cronPlugin =
  (options: CronOptions): FastifyPluginCallback =>
  (app, _options, done) => {
    const { secret, publicUrl } = options;
    app.get("/api/cron/webhooks", async (request, reply) => {
      if (secret === undefined || !carriesToken(request, secret))
        return sendProblem(reply, fail("token_unknown", "Send CRON_SECRET as the bearer token."), publicUrl);
      return reply.header("cache-control", "no-store").send(await workOnce(options));
    });
    done();
  };

const workOnce = async ({ db, jobs, chores, deliver, report, budgetMs = BUDGET_MS }: CronOptions) => {
  const moved = await tick(db, jobs, (error) => report(error, "a timed job"));
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
