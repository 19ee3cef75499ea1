import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import type { Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { transaction } from "../../lib/transaction.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { cancelTest, collectSpecimen, correctTestResult, notifyOfTest, recordResult } from "./commands/change.ts";
import { drawForTests, replayDraw } from "./commands/draw.ts";
import { selectForTest } from "./commands/select.ts";
import { disclosing, listTests, noteReads, RESULTS_SCOPE } from "./disclose.ts";
import { drawDocuments, findDraw } from "./queries/draws.ts";
import { allDatRecords, findDatRecord, findResults } from "./queries/tests.ts";
import {
  cancelReason,
  correctionDraft,
  datDraw,
  datDrawFilters,
  datDrawPage,
  datRecord,
  datRecordFilters,
  datRecordPage,
  datTestDraft,
  datTestFilters,
  datTestPage,
  drawCheck,
  drawDraft,
  recordedResult,
  resultDraft,
} from "./schema.ts";

/** The designated employer representative; besides, as everywhere, the OWNER. Nobody else sees anything of DAT. */
const EMPLOYER: readonly Role[] = ["DER"];

const one = z.strictObject({ id: uuid });

export const datRouter = router({
  list: endpoint("GET /dat-tests", "dat:read", EMPLOYER, "List drug and alcohol tests", {
    extraScopes: [RESULTS_SCOPE],
    description:
      "Tests of which the person was notified. `reason`, `selectedAt`, `collectedAt`, `result`, `cancelReason` and the status COLLECTED are confidential (49 CFR 40.321): without `dat_results:read` the fields are left out, COLLECTED reads NOTIFIED, and filtering by them is refused. Each read of a result is written to the center's audit log.",
  })
    .input(datTestFilters)
    .returns(datTestPage)
    .query(({ ctx, input }) => listTests(ctx, input)),

  all: consoleProcedure(EMPLOYER, "List tests, those too that nobody was notified of")
    .input(datRecordFilters)
    .returns(datRecordPage)
    .query(({ ctx, input }) => disclosing(ctx, readPage("dat-all", allDatRecords, ctx.db, ctx.centerId, input))),

  get: consoleProcedure(EMPLOYER, "Read one test")
    .input(one)
    .returns(datRecord)
    .query(({ ctx, input }) =>
      transaction(ctx.db, ctx.centerId, async (tx) => {
        const test = await findDatRecord(tx, ctx.centerId, input.id);
        if (!test) return notFound("DAT test");
        await noteReads(tx, ctx, [test]);
        return test;
      }),
    ),

  results: consoleProcedure(EMPLOYER, "Read a test's result and what it corrected, the latest first")
    .input(one)
    .returns(z.array(recordedResult).max(100))
    .query(({ ctx, input }) =>
      transaction(ctx.db, ctx.centerId, async (tx) => {
        const test = await findDatRecord(tx, ctx.centerId, input.id);
        if (!test) return notFound("DAT test");
        await noteReads(tx, ctx, [test]);
        return findResults(tx, ctx.centerId, input.id);
      }),
    ),

  select: consoleProcedure(EMPLOYER, "Select a person for a test; nobody is told")
    .input(datTestDraft)
    .returns(datRecord)
    .mutation(({ ctx, input }) => selectForTest(ctx.db, ctx.centerId, input)),

  notify: consoleProcedure(EMPLOYER, "Record that the person was notified")
    .input(one)
    .returns(datRecord)
    .mutation(({ ctx, input }) =>
      notifyOfTest(ctx.db, ctx.centerId, { id: input.id, expectedVersion: ctx.expectedVersion }),
    ),

  collect: consoleProcedure(EMPLOYER, "Record that a specimen was collected")
    .input(one)
    .returns(datRecord)
    .mutation(({ ctx, input }) =>
      collectSpecimen(ctx.db, ctx.centerId, { id: input.id, expectedVersion: ctx.expectedVersion }),
    ),

  result: consoleProcedure(EMPLOYER, "Record the result")
    .input(resultDraft.extend(one.shape))
    .returns(datRecord)
    .mutation(({ ctx, input: { id, ...draft } }) =>
      recordResult(ctx.db, ctx, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, draft),
    ),

  correct: consoleProcedure(EMPLOYER, "Correct the result by an appended one")
    .input(correctionDraft.extend(one.shape))
    .returns(datRecord)
    .mutation(({ ctx, input: { id, ...draft } }) =>
      correctTestResult(ctx.db, ctx, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, draft),
    ),

  cancel: consoleProcedure(EMPLOYER, "Cancel a test")
    .input(one.extend({ cancelReason }))
    .returns(datRecord)
    .mutation(({ ctx, input: { id, ...input } }) =>
      cancelTest(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, input.cancelReason),
    ),

  draw: consoleProcedure(EMPLOYER, "Draw people for random tests")
    .input(drawDraft)
    .returns(datDraw)
    .mutation(({ ctx, input }) => drawForTests(ctx.db, ctx, ctx.centerId, input)),

  draws: consoleProcedure(EMPLOYER, "List random draws")
    .input(datDrawFilters)
    .returns(datDrawPage)
    .query(({ ctx, input }) => readPage("dat-draws", drawDocuments, ctx.db, ctx.centerId, input)),

  checkDraw: consoleProcedure(EMPLOYER, "Do a draw again from its recorded seed and pool")
    .input(one)
    .returns(drawCheck)
    .query(async ({ ctx, input }) => {
      const draw = await findDraw(ctx.db, ctx.centerId, input.id);
      return draw ? replayDraw(draw) : notFound("draw");
    }),
});
