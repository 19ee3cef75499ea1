import { TIMED_JOBS } from "@aviationalley/api/cron.ts";
import { DAY_MS, plusMs } from "@aviationalley/api/lib/time.ts";
import { advanceClock } from "@aviationalley/api/modules/centers/commands/clock.ts";
import { findCenter } from "@aviationalley/api/modules/centers/queries/centers.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";

/** Whole days of 24 hours; more than ten years are refused by the clock itself. */
const DAYS = /^[1-9]\d{0,3}$/;

export const sandboxAdvance = command({
  name: "sandbox advance",
  summary: "Move a sandbox's clock forward; what those days would have fired is fired in order; prints the new time",
  options: {
    days: { type: "string", value: "number", help: "How many days of 24 hours, from 1", required: true },
    center: { type: "string", value: "id or name", help: "The live center; may be left out while there is one only" },
  },
  run: ({ days, center }) =>
    withDatabase(async (db) => {
      if (!DAYS.test(days)) throw usageFault(`aa sandbox advance: --days must be a whole number from 1, not "${days}"`);
      const { sandboxId } = await chooseCenter(db, center);
      const { now } = await findCenter(db, sandboxId);
      const to = plusMs(now, Number(days) * DAY_MS);
      console.log(orFault(await advanceClock(db, operator, sandboxId, to, TIMED_JOBS)).now);
    }),
});
