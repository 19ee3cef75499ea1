import { TIMED_JOBS } from "@aviationalley/api/cron.ts";
import { loggableError } from "@aviationalley/api/http/request-log.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { tick } from "@aviationalley/api/lib/jobs.ts";
import { openTransport } from "@aviationalley/api/platform/mail/transport.ts";
import type { WebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import type { WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import { startWorker as startDelivering } from "@aviationalley/api/platform/webhooks/worker.ts";
import type { Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import type { Logger } from "pino";
import { choresOf } from "./chores.ts";

const EVERY_MS = 60_000;

const STANDS_BY =
  "webhooks: this worker stands by, since enough of this machine deliver (as many as it has processors, or WORKERS_PER_MACHINE)";
const STANDS_BY_NO_MORE = "webhooks: this worker delivers";

export interface Working {
  readonly db: Db;
  readonly listener: Listener;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly webhooks: WebhookServices;
  readonly metrics: WebhookMetrics;
}

/** Delivers webhooks at once; does what is due in every center, the housekeeping and the mail now and each minute. */
export const startWorker = (working: Working): { close(): Promise<void> } => {
  const { db, listener, settings, publicUrl, logger, webhooks, metrics } = working;
  const report = (error: unknown, what?: string): void =>
    logger.error({ error: loggableError(error), what }, "the worker met a fault");
  const mail = openTransport({ smtpUrl: settings.smtpUrl, from: settings.mailFrom });
  const deliveries = startDelivering({
    db,
    listener,
    ...webhooks,
    publicUrl,
    perMachine: settings.workersPerMachine,
    onStandBy: (standsBy) => logger.info(standsBy ? STANDS_BY : STANDS_BY_NO_MORE),
    report,
    metrics,
  });
  const chores = choresOf(publicUrl, mail);

  const round = async (): Promise<void> => {
    await tick(db, TIMED_JOBS, (error, centerId) => report(error, `timed jobs of center ${centerId}`));
    for (const { name, run } of chores) await run(db).catch((error: unknown) => report(error, name));
  };

  let running: Promise<void> | undefined;
  const begin = (): void => {
    // A round that takes longer than a minute is not joined by a second one.
    running ??= round()
      .catch(report)
      .finally(() => (running = undefined));
  };
  begin();
  const timer = setInterval(begin, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await Promise.all([running, deliveries.stop()]);
      mail.close();
    },
  };
};
