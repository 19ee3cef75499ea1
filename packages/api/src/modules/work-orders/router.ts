import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { awaitPartsFor, cancelWork, changeWorkOrder, completeWork, resumeWork, startWork } from "./commands/change.ts";
import { createWorkOrder } from "./commands/create.ts";
import { findWorkOrder, workOrderDocuments } from "./queries.ts";
import { resolution, workOrder, workOrderChange, workOrderDraft, workOrderFilters, workOrderPage } from "./schema.ts";

const MAINTAINERS: readonly Role[] = ["ADMIN", "MAINTENANCE"];

const one = z.strictObject({ id: uuid });

export const workOrdersRouter = router({
  list: endpoint("GET /work-orders", "workorders:read", EVERYONE, "List work orders on simulators")
    .input(workOrderFilters)
    .returns(workOrderPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("work-orders", workOrderDocuments, ctx.db, ctx.centerId, {
        ...input,
        created: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one work order")
    .input(one)
    .returns(workOrder)
    .query(async ({ ctx, input }) => (await findWorkOrder(ctx.db, ctx.centerId, input.id)) ?? notFound("work order")),

  create: consoleProcedure(MAINTAINERS, "Open a work order")
    .input(workOrderDraft)
    .returns(workOrder)
    .mutation(({ ctx, input }) => createWorkOrder(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(MAINTAINERS, "Change priority, assignee or text of a work order")
    .input(workOrderChange.extend(one.shape))
    .returns(workOrder)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeWorkOrder(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  start: consoleProcedure(MAINTAINERS, "Start work")
    .input(one)
    .returns(workOrder)
    .mutation(({ ctx, input }) => startWork(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion })),

  awaitParts: consoleProcedure(MAINTAINERS, "Record that parts are missing")
    .input(one)
    .returns(workOrder)
    .mutation(({ ctx, input }) =>
      awaitPartsFor(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  resume: consoleProcedure(MAINTAINERS, "Resume work after the parts came")
    .input(one)
    .returns(workOrder)
    .mutation(({ ctx, input }) => resumeWork(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion })),

  complete: consoleProcedure(MAINTAINERS, "Complete a work order")
    .input(one.extend({ resolution }))
    .returns(workOrder)
    .mutation(({ ctx, input: { id, ...input } }) =>
      completeWork(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.resolution),
    ),

  cancel: consoleProcedure(MAINTAINERS, "Cancel a work order")
    .input(one.extend({ reason: resolution.optional() }))
    .returns(workOrder)
    .mutation(({ ctx, input: { id, reason } }) =>
      cancelWork(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, reason ?? null),
    ),
});
