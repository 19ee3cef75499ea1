import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { changeCrewMember, createCrewMember } from "./commands.ts";
import { findCrewMember } from "./queries/members.ts";
import { crewSnapshots } from "./queries/snapshot.ts";
import { crewChange, crewDraft, crewFilters, crewMember, crewPage } from "./schema.ts";

/** Who rosters the crew also keeps its list. */
const ROSTERERS: readonly Role[] = ["ADMIN", "DISPATCHER"];

const one = z.strictObject({ id: uuid });

export const crewRouter = router({
  list: endpoint("GET /crew", "crew:read", EVERYONE, "List crew members with their duty status as of now", {
    description:
      "A snapshot: `dutyStatus`, `dutySince`, `restUntil` and `flightMinutes28d` are computed at the read, by the center's clock (`asOf`). " +
      "They change without the row changing, so there is no `updatedSince`.",
  })
    .input(crewFilters)
    .returns(crewPage)
    .query(({ ctx, input }) => readPage("crew", crewSnapshots, ctx.db, ctx.centerId, input)),

  get: consoleProcedure(EVERYONE, "Read one crew member")
    .input(one)
    .returns(crewMember)
    .query(async ({ ctx, input }) => (await findCrewMember(ctx.db, ctx.centerId, input.id)) ?? notFound("crew member")),

  create: consoleProcedure(ROSTERERS, "Take a person into the crew")
    .input(crewDraft)
    .returns(crewMember)
    .mutation(({ ctx, input }) => createCrewMember(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(ROSTERERS, "Change a crew member's details")
    .input(crewChange.extend(one.shape))
    .returns(crewMember)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeCrewMember(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),
});
