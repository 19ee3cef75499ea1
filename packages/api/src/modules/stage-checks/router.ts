import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import {
  cancelStageCheck,
  changeStageCheck,
  failStageCheck,
  leaveIncomplete,
  passStageCheck,
} from "./commands/change.ts";
import { scheduleStageCheck } from "./commands/create.ts";
import { findStageCheck, stageCheckDocuments } from "./queries.ts";
import { remarks, stageCheck, stageCheckChange, stageCheckDraft, stageCheckFilters, stageCheckPage } from "./schema.ts";

const EXAMINERS: readonly Role[] = ["ADMIN", "INSTRUCTOR"];

const one = z.strictObject({ id: uuid });
const remarked = one.extend({ remarks });

export const stageChecksRouter = router({
  list: endpoint("GET /stage-checks", "stage_checks:read", EVERYONE, "List stage checks")
    .input(stageCheckFilters)
    .returns(stageCheckPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("stage-checks", stageCheckDocuments, ctx.db, ctx.centerId, {
        ...input,
        scheduledAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one stage check")
    .input(one)
    .returns(stageCheck)
    .query(async ({ ctx, input }) => (await findStageCheck(ctx.db, ctx.centerId, input.id)) ?? notFound("stage check")),

  schedule: consoleProcedure(EXAMINERS, "Schedule a stage check or a recheck")
    .input(stageCheckDraft)
    .returns(stageCheck)
    .mutation(({ ctx, input }) => scheduleStageCheck(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(EXAMINERS, "Reschedule, reassign or annotate a stage check")
    .input(stageCheckChange.extend(one.shape))
    .returns(stageCheck)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeStageCheck(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  pass: consoleProcedure(EXAMINERS, "Record that a stage check was passed")
    .input(remarked)
    .returns(stageCheck)
    .mutation(({ ctx, input: { id, ...input } }) =>
      passStageCheck(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.remarks),
    ),

  fail: consoleProcedure(EXAMINERS, "Record that a stage check was failed")
    .input(remarked)
    .returns(stageCheck)
    .mutation(({ ctx, input: { id, ...input } }) =>
      failStageCheck(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.remarks),
    ),

  leaveIncomplete: consoleProcedure(EXAMINERS, "Record that a stage check could not be finished")
    .input(remarked)
    .returns(stageCheck)
    .mutation(({ ctx, input: { id, ...input } }) =>
      leaveIncomplete(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.remarks),
    ),

  cancel: consoleProcedure(EXAMINERS, "Cancel a stage check")
    .input(remarked)
    .returns(stageCheck)
    .mutation(({ ctx, input: { id, ...input } }) =>
      cancelStageCheck(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.remarks),
    ),
});
