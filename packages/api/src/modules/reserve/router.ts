import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { assignReserve } from "./commands/assign.ts";
import { callOutReserve, recordContactAttempt, recordReserveNoContact, releaseReserve } from "./commands/change.ts";
import { findReserve, reserveDocuments } from "./queries.ts";
import { attemptInput, callOutInput, reserveAssignment, reserveDraft, reserveFilters, reservePage } from "./schema.ts";

const ROSTERERS: readonly Role[] = ["ADMIN", "DISPATCHER"];

const one = z.strictObject({ id: uuid });

export const reserveRouter = router({
  list: endpoint("GET /reserve-assignments", "reserve:read", EVERYONE, "List reserve assignments of crew members", {
    description: "`from` and `to` give the windows that overlap the range, not only those that begin in it.",
  })
    .input(reserveFilters)
    .returns(reservePage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("reserve-assignments", reserveDocuments, ctx.db, ctx.centerId, {
        ...input,
        window: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one reserve assignment")
    .input(one)
    .returns(reserveAssignment)
    .query(
      async ({ ctx, input }) => (await findReserve(ctx.db, ctx.centerId, input.id)) ?? notFound("reserve assignment"),
    ),

  assign: consoleProcedure(ROSTERERS, "Assign a reserve window to a crew member")
    .input(reserveDraft)
    .returns(reserveAssignment)
    .mutation(({ ctx, input }) => assignReserve(ctx.db, ctx.centerId, input)),

  callOut: consoleProcedure(ROSTERERS, "Call a crew member out for a duty")
    .input(callOutInput.extend(one.shape))
    .returns(reserveAssignment)
    .mutation(({ ctx, input: { id, ...duty } }) =>
      callOutReserve(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, duty),
    ),

  recordAttempt: consoleProcedure(ROSTERERS, "Record an attempt to reach a crew member")
    .input(attemptInput.extend(one.shape))
    .returns(reserveAssignment)
    .mutation(({ ctx, input: { id, ...attempt } }) =>
      recordContactAttempt(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, attempt),
    ),

  noContact: consoleProcedure(ROSTERERS, "Record that a crew member could not be reached")
    .input(one)
    .returns(reserveAssignment)
    .mutation(({ ctx, input }) =>
      recordReserveNoContact(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  release: consoleProcedure(ROSTERERS, "Release a crew member from reserve")
    .input(one)
    .returns(reserveAssignment)
    .mutation(({ ctx, input }) =>
      releaseReserve(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),
});
