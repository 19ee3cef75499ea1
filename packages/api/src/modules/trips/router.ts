import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { assignTrip, changeTrip, createTrip } from "./commands.ts";
import { findTrip, tripDocuments } from "./queries.ts";
import { trip, tripChange, tripDraft, tripFilters, tripPage } from "./schema.ts";

const ROSTERERS: readonly Role[] = ["ADMIN", "DISPATCHER"];

const one = z.strictObject({ id: uuid });

export const tripsRouter = router({
  list: consoleProcedure(EVERYONE, "List trips")
    .input(tripFilters)
    .returns(tripPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("trips", tripDocuments, ctx.db, ctx.centerId, {
        ...input,
        startsAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one trip")
    .input(one)
    .returns(trip)
    .query(async ({ ctx, input }) => (await findTrip(ctx.db, ctx.centerId, input.id)) ?? notFound("trip")),

  create: consoleProcedure(ROSTERERS, "Add a trip")
    .input(tripDraft)
    .returns(trip)
    .mutation(({ ctx, input }) => createTrip(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(ROSTERERS, "Change a trip's details")
    .input(tripChange.extend(one.shape))
    .returns(trip)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeTrip(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  assign: consoleProcedure(ROSTERERS, "Give a trip to a crew member, or open it")
    .input(one.extend({ crewMemberId: uuid.nullable() }))
    .returns(trip)
    .mutation(({ ctx, input: { id, crewMemberId } }) =>
      assignTrip(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, crewMemberId),
    ),
});
