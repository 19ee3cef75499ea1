import { z } from "zod";
import type { Context } from "../../lib/context.ts";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import type { Target } from "../../lib/versions.ts";
import {
  changeTrainee,
  completeTrainee,
  createTrainee,
  holdTrainee,
  resumeTrainee,
  withdrawTrainee,
} from "./commands.ts";
import { findTrainee, traineeDocuments } from "./queries.ts";
import { trainee, traineeChange, traineeDraft, traineeFilters, traineePage } from "./schema.ts";

/** Enrolment is office work: instructors read who is enrolled, but do not enroll. */
const REGISTRARS: readonly Role[] = ["ADMIN", "DISPATCHER"];

const one = z.strictObject({ id: uuid });

const target = (ctx: Context, { id }: { id: string }): Target => ({ id, expectedVersion: ctx.expectedVersion });

export const traineesRouter = router({
  list: endpoint("GET /trainees", "trainees:read", EVERYONE, "List trainees")
    .input(traineeFilters)
    .returns(traineePage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("trainees", traineeDocuments, ctx.db, ctx.centerId, {
        ...input,
        createdAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one trainee")
    .input(one)
    .returns(trainee)
    .query(async ({ ctx, input }) => (await findTrainee(ctx.db, ctx.centerId, input.id)) ?? notFound("trainee")),

  create: consoleProcedure(REGISTRARS, "Enroll a trainee")
    .input(traineeDraft)
    .returns(trainee)
    .mutation(({ ctx, input }) => createTrainee(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(REGISTRARS, "Change a trainee's details")
    .input(traineeChange.extend(one.shape))
    .returns(trainee)
    .mutation(({ ctx, input: { id, ...change } }) => changeTrainee(ctx.db, ctx.centerId, target(ctx, { id }), change)),

  hold: consoleProcedure(REGISTRARS, "Put a trainee on hold")
    .input(one)
    .returns(trainee)
    .mutation(({ ctx, input }) => holdTrainee(ctx.db, ctx.centerId, target(ctx, input))),

  resume: consoleProcedure(REGISTRARS, "Let a trainee go on")
    .input(one)
    .returns(trainee)
    .mutation(({ ctx, input }) => resumeTrainee(ctx.db, ctx.centerId, target(ctx, input))),

  complete: consoleProcedure(REGISTRARS, "Record that a trainee completed the course")
    .input(one)
    .returns(trainee)
    .mutation(({ ctx, input }) => completeTrainee(ctx.db, ctx.centerId, target(ctx, input))),

  withdraw: consoleProcedure(REGISTRARS, "Withdraw a trainee from the course")
    .input(one)
    .returns(trainee)
    .mutation(({ ctx, input }) => withdrawTrainee(ctx.db, ctx.centerId, target(ctx, input))),
});
