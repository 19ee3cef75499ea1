import { z } from "zod";
import { listInput, listOf, pageOf } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const TEST_TYPES = ["DRUG", "ALCOHOL"] as const;
export const TEST_STATUSES = ["SELECTED", "NOTIFIED", "COLLECTED", "RESULTED", "CANCELLED"] as const;
/** What the API knows: nobody is told of a selection before the person is. */
export const VISIBLE_STATUSES = ["NOTIFIED", "COLLECTED", "RESULTED", "CANCELLED"] as const;
/** What anyone with `dat:read` may know. */
export const NOTICE_STATUSES = ["NOTIFIED", "RESULTED", "CANCELLED"] as const;
export const TEST_REASONS = [
  "PRE_EMPLOYMENT",
  "RANDOM",
  "POST_ACCIDENT",
  "REASONABLE_CAUSE",
  "REASONABLE_SUSPICION",
  "RETURN_TO_DUTY",
  "FOLLOW_UP",
] as const;
export const DRUG_RESULTS = ["NEGATIVE", "NEGATIVE_DILUTE", "POSITIVE", "REFUSAL"] as const;
export const ALCOHOL_RESULTS = ["NEGATIVE", "REMOVED_TEMPORARILY", "VIOLATION", "REFUSAL"] as const;
export const TEST_RESULTS = [
  "NEGATIVE",
  "NEGATIVE_DILUTE",
  "POSITIVE",
  "REMOVED_TEMPORARILY",
  "VIOLATION",
  "REFUSAL",
] as const;
export const CANCEL_REASONS = [
  "SELECTED_IN_ERROR",
  "NOT_AVAILABLE",
  "FATAL_FLAW",
  "SPLIT_SPECIMEN_NOT_CONFIRMED",
  "OTHER",
] as const;
export const DETERMINERS = ["MRO", "BAT", "DER"] as const;

export const testType = z.enum(TEST_TYPES).meta({ description: "What is tested for.", example: "DRUG" });
export type TestType = z.infer<typeof testType>;

export type TestStatus = (typeof TEST_STATUSES)[number];
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

const needs = "Only with `dat_results:read`.";

const visibleStatus = z
  .enum(VISIBLE_STATUSES)
  .meta({ description: "Without `dat_results:read`, COLLECTED reads NOTIFIED (49 CFR 40.321)." });

export const testReason = z.enum(TEST_REASONS).meta({ description: needs, example: "RANDOM" });
export type TestReason = z.infer<typeof testReason>;

export const testResult = z.enum(TEST_RESULTS).meta({
  description: `${needs} Drug tests, as verified by the medical review officer: NEGATIVE, NEGATIVE_DILUTE, POSITIVE, REFUSAL. Alcohol tests: NEGATIVE (under 0.02), REMOVED_TEMPORARILY (0.02 to 0.039), VIOLATION (0.04 and over), REFUSAL.`,
  example: "NEGATIVE",
});
export type TestResult = z.infer<typeof testResult>;

export const cancelReason = z.enum(CANCEL_REASONS).meta({ description: needs, example: "FATAL_FLAW" });
export type CancelReason = z.infer<typeof cancelReason>;

const known = {
  ...nounBase,
  version: count(1).meta({ description: "Raised by every change that `dat:read` shows; orders events.", example: 2 }),
  createdAt: instant.meta({ description: "When the test became visible: with its notice." }),
  crewMemberId: uuid,
  testType,
};
const times = {
  notifiedAt: instant,
  resultedAt: instant.nullable(),
};
const confidential = {
  reason: testReason,
  selectedAt: instant.meta({ description: needs }),
  collectedAt: instant.nullable().meta({ description: needs }),
  result: testResult.nullable(),
  cancelReason: cancelReason.nullable(),
};

/** What events carry, and the API without `dat_results:read`: neither result, reason nor collection, and no name. */
export const datNotice = z.object({ ...known, status: z.enum(NOTICE_STATUSES), ...times }).meta({
  id: "DatTestNotice",
  description: "A drug or alcohol test, without what is confidential (49 CFR 40.321).",
});
export type DatNotice = z.infer<typeof datNotice>;

/** A test as the API serves it: the confidential fields are there with `dat_results:read` only. */
export const datTest = z
  .object({ ...known, status: visibleStatus, ...times, ...z.object(confidential).partial().shape })
  .meta({
    id: "DatTest",
    description:
      "A drug or alcohol test of a person (49 CFR part 40). `reason`, `selectedAt`, `collectedAt`, `result` and `cancelReason` are left out without `dat_results:read`.",
  });

export const datTestPage = pageOf(datTest, "DatTestPage");

/** A test as the database keeps it, and as the designated employer representative sees it in the console. */
export const datRecord = z
  .object({ ...known, status: z.enum(TEST_STATUSES), ...times, notifiedAt: instant.nullable(), ...confidential })
  .meta({ id: "DatRecord" });
export type DatRecord = z.infer<typeof datRecord>;

export const datRecordPage = pageOf(datRecord, "DatRecordPage");

export const datTestFilters = listInput({
  status: listOf(visibleStatus, VISIBLE_STATUSES.length)
    .optional()
    .meta({
      description: "One status or several, comma-separated; COLLECTED only with `dat_results:read`.",
      example: ["NOTIFIED"],
    }),
  testType: testType.optional(),
  crewMemberId: uuid.optional().meta({ description: "Tests of this crew member." }),
  reason: listOf(testReason, TEST_REASONS.length)
    .optional()
    .meta({ description: `One reason or several, comma-separated. ${needs}`, example: ["RANDOM"] }),
  result: listOf(testResult, TEST_RESULTS.length)
    .optional()
    .meta({ description: `One result or several, comma-separated. ${needs}`, example: ["NEGATIVE"] }),
  from: instantInput.optional().meta({ description: "Tests notified at or after this instant." }),
  to: instantInput.optional().meta({ description: "Tests notified before this instant." }),
});
export type DatTestFilters = z.output<typeof datTestFilters>;

const paging = datTestFilters.shape;

/** The console's list, with what nobody was notified of. */
export const datRecordFilters = z.strictObject({
  limit: paging.limit,
  cursor: paging.cursor,
  status: listOf(z.enum(TEST_STATUSES), TEST_STATUSES.length).optional(),
});

/** Whom to test for what, and why. RANDOM comes from a draw. */
export const datTestDraft = z.strictObject({ crewMemberId: uuid, testType, reason: testReason });
export type DatTestDraft = z.output<typeof datTestDraft>;

const determinedBy = z.enum(DETERMINERS).meta({
  description: "Medical review officer, breath alcohol technician, designated employer representative.",
});
export type Determiner = z.infer<typeof determinedBy>;

export const resultDraft = z.strictObject({ result: testResult, determinedBy });
export type ResultDraft = z.output<typeof resultDraft>;

export const correctionDraft = resultDraft.extend({ note: text(500) });
export type CorrectionDraft = z.output<typeof correctionDraft>;

/** One entry of a test's results, the first or a correction. */
export const recordedResult = z
  .object({ result: testResult, determinedBy, note: storedText(500).nullable(), recordedAt: instant })
  .meta({ id: "DatRecordedResult" });
export type RecordedResult = z.infer<typeof recordedResult>;

export const drawDraft = z.strictObject({
  testType,
  drawsPerYear: count(1)
    .max(366)
    .default(4)
    .meta({ description: "Into how many draws the year's rate is divided.", example: 4 }),
});
export type DrawDraft = z.output<typeof drawDraft>;

/** A random draw with what it takes to do it again. */
export const datDraw = z
  .object({
    id: uuid,
    centerId: uuid,
    createdAt: instant,
    drawnAt: instant,
    testType,
    ratePercent: count(1),
    drawsPerYear: count(1),
    seed: storedText(64).meta({ description: "256 bits in hexadecimal." }),
    pool: z.array(uuid).max(100_000).meta({ description: "Crew members, in order." }),
    selected: z
      .array(z.object({ crewMemberId: uuid, testId: uuid }))
      .max(100_000)
      .meta({ description: "In the order in which they were drawn." }),
  })
  .meta({ id: "DatDraw" });
export type DatDraw = z.infer<typeof datDraw>;

export const datDrawPage = pageOf(datDraw, "DatDrawPage");

export const datDrawFilters = z.strictObject({ limit: paging.limit, cursor: paging.cursor });

/** Does doing it again select the same people? */
export const drawCheck = z.object({ reproduced: z.boolean(), selected: z.array(uuid).max(100_000) });
