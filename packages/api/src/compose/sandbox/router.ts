import { TIMED_JOBS } from "../../cron.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { advanceClock } from "../../modules/centers/commands/clock.ts";
import { center, clockTarget, nothing } from "../../modules/centers/schema.ts";
import { resetSandbox } from "./reset.ts";

/** What only a sandbox lets its people do. */
export const sandboxRouter = router({
  advanceClock: consoleProcedure(["ADMIN"], "Move the sandbox's clock forward, firing what those days would have fired")
    .input(clockTarget)
    .returns(center)
    .mutation(({ ctx, input }) => advanceClock(ctx.db, ctx, ctx.centerId, input.to, TIMED_JOBS)),

  reset: consoleProcedure(
    ["ADMIN"],
    "Replace all rows of the sandbox by sample data and return its clock to the present",
  )
    .input(nothing)
    .returns(center)
    .mutation(({ ctx }) => resetSandbox(ctx.db, ctx, ctx.centerId)),
});
