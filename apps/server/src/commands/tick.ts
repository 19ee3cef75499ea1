import { TIMED_JOBS } from "@aviationalley/api/cron.ts";
import { tick } from "@aviationalley/api/lib/jobs.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault } from "../fault.ts";

export const tickCommand = command({
  name: "tick",
  summary: "Do once what time does: expiries, reminders, what is overdue, in every center",
  options: {},
  run: () =>
    withDatabase(async (db) => {
      const failed: string[] = [];
      const moved = await tick(db, TIMED_JOBS, (error, centerId) =>
        failed.push(`center ${centerId}: ${error instanceof Error ? error.message : String(error)}`),
      );
      console.log(moved === 1 ? "1 row moved on." : `${moved} rows moved on.`);
      if (failed.length > 0) throw new Fault(failed.join("\n"));
    }),
});
