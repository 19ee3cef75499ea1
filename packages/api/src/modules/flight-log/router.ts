import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { afterDay } from "../../lib/time.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { correctFlight } from "./commands/correct.ts";
import { logFlight } from "./commands/log.ts";
import { findCorrections, findFlight, flightDocuments } from "./queries.ts";
import { correctedFlight, flight, flightCorrection, flightDraft, flightFilters, flightPage } from "./schema.ts";

/** Who keeps the log of others: those who roster them and those who train them. */
const KEEPERS: readonly Role[] = ["ADMIN", "DISPATCHER", "INSTRUCTOR"];

const one = z.strictObject({ id: uuid });

export const flightLogRouter = router({
  list: endpoint("GET /flight-log", "flight_log:read", EVERYONE, "List logged flights")
    .input(flightFilters)
    .returns(flightPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("flight-log", flightDocuments, ctx.db, ctx.centerId, {
        ...input,
        // Both dates are included.
        date: { from: from ?? null, to: to === undefined ? null : afterDay(to) },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one flight")
    .input(one)
    .returns(flight)
    .query(async ({ ctx, input }) => (await findFlight(ctx.db, ctx.centerId, input.id)) ?? notFound("flight")),

  corrections: consoleProcedure(EVERYONE, "List what corrections of a flight replaced")
    .input(one)
    .returns(z.array(correctedFlight).max(200))
    .query(({ ctx, input }) => findCorrections(ctx.db, ctx.centerId, input.id)),

  log: consoleProcedure(KEEPERS, "Log a flight")
    .input(flightDraft)
    .returns(flight)
    .mutation(({ ctx, input }) => logFlight(ctx.db, ctx.centerId, input)),

  correct: consoleProcedure(KEEPERS, "Correct a logged flight, keeping what it said before")
    .input(flightCorrection.extend(one.shape))
    .returns(flight)
    .mutation(({ ctx, input: { id, ...correction } }) =>
      correctFlight(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, correction),
    ),
});
