import type { FastifyPluginCallback } from "fastify";
import { fail } from "../lib/errors.ts";
import { type Work, workOnce } from "../lib/work-once.ts";
import { carriesToken } from "./bearer.ts";
import { sendProblem } from "./problem.ts";

export interface CronOptions extends Work {
  /** CRON_SECRET; without it the route is closed. */
  readonly secret: string | undefined;
  readonly publicUrl: string;
}

/** `GET /api/cron/webhooks`, as Vercel's cron calls it every five minutes: a worker's part, where none runs. */
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
