import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { changeAircraft, changeSimulator, createAircraft, createSimulator } from "./commands.ts";
import { aircraftDocuments, findAircraft } from "./queries/aircraft.ts";
import { findSimulator, simulatorDocuments } from "./queries/simulators.ts";
import {
  aircraft,
  aircraftChange,
  aircraftDraft,
  aircraftFilters,
  aircraftPage,
  simulator,
  simulatorChange,
  simulatorDraft,
  simulatorFilters,
  simulatorPage,
} from "./schema.ts";

/** Who keeps the devices running also keeps their list; dispatchers book what there is. */
const KEEPERS: readonly Role[] = ["ADMIN", "MAINTENANCE"];

const one = z.strictObject({ id: uuid });

export const simulatorsRouter = router({
  list: consoleProcedure(EVERYONE, "List simulators")
    .input(simulatorFilters)
    .returns(simulatorPage)
    .query(({ ctx, input }) => readPage("simulators", simulatorDocuments, ctx.db, ctx.centerId, input)),

  get: consoleProcedure(EVERYONE, "Read one simulator")
    .input(one)
    .returns(simulator)
    .query(async ({ ctx, input }) => (await findSimulator(ctx.db, ctx.centerId, input.id)) ?? notFound("simulator")),

  create: consoleProcedure(KEEPERS, "Add a simulator")
    .input(simulatorDraft)
    .returns(simulator)
    .mutation(({ ctx, input }) => createSimulator(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(KEEPERS, "Change a simulator's details")
    .input(simulatorChange.extend(one.shape))
    .returns(simulator)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeSimulator(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),
});

export const aircraftRouter = router({
  list: consoleProcedure(EVERYONE, "List aircraft")
    .input(aircraftFilters)
    .returns(aircraftPage)
    .query(({ ctx, input }) => readPage("aircraft", aircraftDocuments, ctx.db, ctx.centerId, input)),

  get: consoleProcedure(EVERYONE, "Read one aircraft")
    .input(one)
    .returns(aircraft)
    .query(async ({ ctx, input }) => (await findAircraft(ctx.db, ctx.centerId, input.id)) ?? notFound("aircraft")),

  create: consoleProcedure(KEEPERS, "Add an aircraft to the fleet")
    .input(aircraftDraft)
    .returns(aircraft)
    .mutation(({ ctx, input }) => createAircraft(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(KEEPERS, "Change an aircraft's details")
    .input(aircraftChange.extend(one.shape))
    .returns(aircraft)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeAircraft(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),
});
