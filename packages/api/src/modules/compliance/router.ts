import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { planDate, uuid } from "../../lib/schemas.ts";
import { afterDay } from "../../lib/time.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { changeItem, completeItem, startItem, waiveItem } from "./commands/change.ts";
import { createItem } from "./commands/create.ts";
import { complianceItemDocuments, findItem } from "./queries.ts";
import {
  complianceItem,
  complianceItemChange,
  complianceItemDraft,
  complianceItemFilters,
  complianceItemPage,
  waiverDraft,
} from "./schema.ts";

const KEEPERS: readonly Role[] = ["ADMIN"];

const one = z.strictObject({ id: uuid });

export const complianceRouter = router({
  list: endpoint("GET /compliance-items", "compliance:read", EVERYONE, "List compliance items")
    .input(complianceItemFilters)
    .returns(complianceItemPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("compliance-items", complianceItemDocuments, ctx.db, ctx.centerId, {
        ...input,
        // Both dates are included; a span ends before its `to`.
        dueOn: { from: from ?? null, to: to === undefined ? null : afterDay(to) },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one compliance item")
    .input(one)
    .returns(complianceItem)
    .query(async ({ ctx, input }) => (await findItem(ctx.db, ctx.centerId, input.id)) ?? notFound("compliance item")),

  create: consoleProcedure(KEEPERS, "Add a compliance item")
    .input(complianceItemDraft)
    .returns(complianceItem)
    .mutation(({ ctx, input }) => createItem(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(KEEPERS, "Change text, dates or recurrence of a compliance item")
    .input(complianceItemChange.extend(one.shape))
    .returns(complianceItem)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeItem(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  start: consoleProcedure(KEEPERS, "Record that a compliance item is being worked on")
    .input(one)
    .returns(complianceItem)
    .mutation(({ ctx, input }) => startItem(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion })),

  complete: consoleProcedure(KEEPERS, "Complete a compliance item")
    .input(one.extend({ completedOn: planDate.optional() }))
    .returns(complianceItem)
    .mutation(({ ctx, input: { id, completedOn } }) =>
      completeItem(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, completedOn),
    ),

  waive: consoleProcedure(KEEPERS, "Waive a compliance item until a date")
    .input(waiverDraft.extend(one.shape))
    .returns(complianceItem)
    .mutation(({ ctx, input: { id, ...waiver } }) =>
      waiveItem(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, waiver),
    ),
});
