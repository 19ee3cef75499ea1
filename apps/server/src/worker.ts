import { loggableError } from "@aviationalley/api/http/request-log.ts";
import { CHORES, TIMED_JOBS } from "@aviationalley/api/cron.ts";
import { tick } from "@aviationalley/api/lib/jobs.ts";
import type { Db } from "@aviationalley/db/client.ts";
import type { Logger } from "pino";

const EVERY_MS = 60_000;

/** Does what is due in every center and the housekeeping, now and each minute, until it is closed. */
export const startWorker = (db: Db, logger: Logger): { close(): Promise<void> } => {
  const report = (error: unknown, centerId?: string): void =>
    logger.error({ error: loggableError(error), centerId }, "a timed job failed");

  const round = async (): Promise<void> => {
    await tick(db, TIMED_JOBS, report);
    for (const { name, run } of CHORES) {
      await run(db).catch((error: unknown) =>
        logger.error({ error: loggableError(error), chore: name }, "housekeeping failed"),
      );
    }
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
      await running;
    },
  };
};
