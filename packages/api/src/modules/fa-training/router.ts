import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { afterDay } from "../../lib/time.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { completeFaTraining } from "./commands/complete.ts";
import { createFaTraining } from "./commands/create.ts";
import { faTrainingDocuments, findCompletions, findFaTraining } from "./queries.ts";
import {
  completionDraft,
  faTraining,
  faTrainingDraft,
  faTrainingFilters,
  faTrainingPage,
  recordedCompletion,
} from "./schema.ts";

const TRAINERS: readonly Role[] = ["ADMIN", "INSTRUCTOR"];

const one = z.strictObject({ id: uuid });

export const faTrainingRouter = router({
  list: endpoint("GET /fa-training", "fa_training:read", EVERYONE, "List flight attendant training currencies")
    .input(faTrainingFilters)
    .returns(faTrainingPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("fa-training", faTrainingDocuments, ctx.db, ctx.centerId, {
        ...input,
        // Both dates are included; a span ends before its `to`.
        expiresOn: { from: from ?? null, to: to === undefined ? null : afterDay(to) },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one training currency")
    .input(one)
    .returns(faTraining)
    .query(
      async ({ ctx, input }) =>
        (await findFaTraining(ctx.db, ctx.centerId, input.id)) ?? notFound("FA training currency"),
    ),

  completions: consoleProcedure(EVERYONE, "Read a currency's completions, the newest first")
    .input(one)
    .returns(z.array(recordedCompletion).max(200))
    .query(({ ctx, input }) => findCompletions(ctx.db, ctx.centerId, input.id)),

  create: consoleProcedure(TRAINERS, "Keep a currency of a person")
    .input(faTrainingDraft)
    .returns(faTraining)
    .mutation(({ ctx, input }) => createFaTraining(ctx.db, ctx.centerId, input)),

  complete: consoleProcedure(TRAINERS, "Record a completion")
    .input(completionDraft.extend(one.shape))
    .returns(faTraining)
    .mutation(({ ctx, input: { id, ...done } }) =>
      completeFaTraining(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, done),
    ),
});
