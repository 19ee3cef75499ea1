import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { closeDeferral, extendDeferral } from "./commands/change.ts";
import { openDeferral } from "./commands/create.ts";
import { findDeferral, melDeferralDocuments } from "./queries.ts";
import {
  correctiveAction,
  extensionDraft,
  melDeferral,
  melDeferralDraft,
  melDeferralFilters,
  melDeferralPage,
} from "./schema.ts";

const MAINTAINERS: readonly Role[] = ["ADMIN", "MAINTENANCE"];

const one = z.strictObject({ id: uuid });

export const melRouter = router({
  list: endpoint("GET /mel-deferrals", "mel:read", EVERYONE, "List MEL deferrals")
    .input(melDeferralFilters)
    .returns(melDeferralPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("mel-deferrals", melDeferralDocuments, ctx.db, ctx.centerId, {
        ...input,
        recordedAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one MEL deferral")
    .input(one)
    .returns(melDeferral)
    .query(async ({ ctx, input }) => (await findDeferral(ctx.db, ctx.centerId, input.id)) ?? notFound("MEL deferral")),

  open: consoleProcedure(MAINTAINERS, "Defer a repair")
    .input(melDeferralDraft)
    .returns(melDeferral)
    .mutation(({ ctx, input }) => openDeferral(ctx.db, ctx.centerId, input)),

  extend: consoleProcedure(MAINTAINERS, "Extend a category B or C repair interval, once")
    .input(extensionDraft.extend(one.shape))
    .returns(melDeferral)
    .mutation(({ ctx, input: { id, ...extension } }) =>
      extendDeferral(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, extension),
    ),

  close: consoleProcedure(MAINTAINERS, "Close a repaired item")
    .input(one.extend({ correctiveAction }))
    .returns(melDeferral)
    .mutation(({ ctx, input: { id, ...input } }) =>
      closeDeferral(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.correctiveAction),
    ),
});
