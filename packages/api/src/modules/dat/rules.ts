import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import type { Instant } from "../../lib/time.ts";
import {
  ALCOHOL_RESULTS,
  type CancelReason,
  type DatNotice,
  type DatRecord,
  type Determiner,
  DRUG_RESULTS,
  type NoticeStatus,
  type ResultDraft,
  type TestReason,
  type TestResult,
  type TestStatus,
  type TestType,
} from "./schema.ts";

/** Which states follow which; what is not listed is refused. The rules below say under what conditions. */
export const TRANSITIONS: Readonly<Record<TestStatus, readonly TestStatus[]>> = {
  SELECTED: ["NOTIFIED", "CANCELLED"],
  NOTIFIED: ["COLLECTED", "RESULTED", "CANCELLED"],
  COLLECTED: ["RESULTED", "CANCELLED"],
  RESULTED: ["CANCELLED"],
  CANCELLED: [],
};

const RESULTS: Readonly<Record<TestType, readonly TestResult[]>> = { DRUG: DRUG_RESULTS, ALCOHOL: ALCOHOL_RESULTS };

/** Who determines a result, but for a refusal by conduct, which is the employer's to find (49 CFR 40.191). */
const DETERMINER: Readonly<Record<TestType, { who: Determiner; source: string }>> = {
  DRUG: { who: "MRO", source: "49 CFR 40.163" },
  ALCOHOL: { who: "BAT", source: "49 CFR 40.255" },
};

/** What is wrong with a reason for this type of test (14 CFR 120.109, 120.217). */
export const reasonFaults = (testType: TestType, reason: TestReason): InputFault[] => {
  if (reason === "REASONABLE_CAUSE" && testType !== "DRUG")
    return [
      {
        path: "reason",
        message:
          "must not be REASONABLE_CAUSE, a drug reason (14 CFR 120.109(d)); for alcohol it is REASONABLE_SUSPICION",
      },
    ];
  if (reason === "REASONABLE_SUSPICION" && testType !== "ALCOHOL")
    return [
      {
        path: "reason",
        message:
          "must not be REASONABLE_SUSPICION, an alcohol reason (14 CFR 120.217(d)); for drugs it is REASONABLE_CAUSE",
      },
    ];
  return [];
};

/** What is wrong with a result for this test. Faults name what was asked for, never what is stored. */
export const resultFaults = (
  { testType, collectedAt }: Pick<DatRecord, "testType" | "collectedAt">,
  { result, determinedBy }: ResultDraft,
): InputFault[] => {
  if (!RESULTS[testType].includes(result))
    return [{ path: "result", message: `must be one of ${RESULTS[testType].join(", ")} for this type of test` }];
  const refused = result === "REFUSAL";
  if (collectedAt === null && !refused)
    return [{ path: "result", message: "must be REFUSAL where nothing was collected (49 CFR 40.191)" }];
  if (collectedAt === null && determinedBy !== "DER")
    return [
      { path: "determinedBy", message: "must be DER: a refusal by conduct is the employer's to find (49 CFR 40.191)" },
    ];
  const { who, source } = DETERMINER[testType];
  if (determinedBy === who || (refused && determinedBy === "DER")) return [];
  return [{ path: "determinedBy", message: `must be ${who}${refused ? " or DER" : ""} (${source})` }];
};

type Next = DatRecord | Failure;

/** The person is told. Repeated, it gives the very same row back. */
export const notify = (row: DatRecord, now: Instant): Next => {
  if (row.status === "NOTIFIED") return row;
  return refusedStep(row, "NOTIFIED") ?? { ...row, status: "NOTIFIED", notifiedAt: now };
};

/** A specimen was collected. Repeated, it gives the very same row back. */
export const collect = (row: DatRecord, now: Instant): Next => {
  if (row.status === "COLLECTED") return row;
  return refusedStep(row, "COLLECTED") ?? { ...row, status: "COLLECTED", collectedAt: now };
};

/** The first result. Repeated as it was, it gives the very same row back; another one is a correction. */
export const giveResult = (row: DatRecord, draft: ResultDraft, now: Instant): Next => {
  if (row.status === "RESULTED")
    return row.result === draft.result
      ? row
      : fail("conflict", "This test has a result. It is changed only by a correction, which is appended.");
  const refused = refusedStep(row, "RESULTED");
  if (refused) return refused;
  const faults = resultFaults(row, draft);
  return faults.length > 0
    ? invalidFields(faults)
    : { ...row, status: "RESULTED", resultedAt: now, result: draft.result };
};

/** Another result than was recorded. What changes nothing gives the very same row back. */
export const correctResult = (row: DatRecord, draft: ResultDraft): Next => {
  if (row.status !== "RESULTED")
    return fail("invalid_transition", `Only a result is corrected; this test is ${row.status}.`, {
      allowed: TRANSITIONS[row.status],
    });
  const faults = resultFaults(row, draft);
  if (faults.length > 0) return invalidFields(faults);
  return row.result === draft.result ? row : { ...row, result: draft.result };
};

/** Nothing comes of the test. Repeated as it was, it gives the very same row back. */
export const cancel = (row: DatRecord, reason: CancelReason): Next => {
  if (row.status === "CANCELLED" && row.cancelReason === reason) return row;
  const refused = refusedStep(row, "CANCELLED");
  if (refused) return refused;
  const split = reason === "SPLIT_SPECIMEN_NOT_CONFIRMED";
  if (split !== (row.status === "RESULTED") || (split && !isSplitTested(row)))
    return fail(
      "invalid_transition",
      "A test with a result is cancelled only when its split specimen does not confirm it, which only a drug test of a collected specimen has (49 CFR 40.187); a test without a result is cancelled for another reason. Record a correction if the result was wrong.",
      { allowed: TRANSITIONS[row.status].filter((status) => status !== "CANCELLED") },
    );
  return { ...row, status: "CANCELLED", cancelReason: reason };
};

/** Split specimens are of drug tests that were positive, or refused by what the specimen shows (49 CFR 40.171). */
const isSplitTested = ({ testType, collectedAt, result }: DatRecord): boolean =>
  testType === "DRUG" && collectedAt !== null && (result === "POSITIVE" || result === "REFUSAL");

const refusedStep = (row: DatRecord, wanted: TestStatus): Failure | undefined =>
  TRANSITIONS[row.status].includes(wanted)
    ? undefined
    : invalidTransition("DAT test", row.status, wanted, TRANSITIONS[row.status]);

const NOTICED: Readonly<Record<Exclude<TestStatus, "SELECTED">, NoticeStatus>> = {
  NOTIFIED: "NOTIFIED",
  COLLECTED: "NOTIFIED", // that something was collected, or was not, would tell of a refusal
  RESULTED: "RESULTED",
  CANCELLED: "CANCELLED",
};

/** What is not confidential in a test (49 CFR 40.321): null for one whose person was not notified. */
export const noticeOf = (row: DatRecord): DatNotice | null => {
  const { id, centerId, version, createdAt, updatedAt, crewMemberId, testType, status, notifiedAt, resultedAt } = row;
  if (notifiedAt === null || status === "SELECTED") return null;
  const told = { crewMemberId, testType, status: NOTICED[status], notifiedAt, resultedAt };
  return { id, centerId, version, createdAt, updatedAt, ...told };
};

/** What is wrong with the course of a test that an import brings: what its state asks for, in the order of time. */
export const courseFaults = (row: DatRecord, determinedBy: Determiner | undefined, now: Instant): InputFault[] => {
  const { status, selectedAt, notifiedAt, collectedAt, resultedAt, result, cancelReason } = row;
  const faults = reasonFaults(row.testType, row.reason);
  const given: [string, boolean, readonly TestStatus[], readonly TestStatus[]][] = [
    ["notifiedAt", notifiedAt !== null, ["NOTIFIED", "COLLECTED", "RESULTED"], ["CANCELLED"]],
    ["collectedAt", collectedAt !== null, ["COLLECTED"], ["RESULTED", "CANCELLED"]],
    ["resultedAt", resultedAt !== null, ["RESULTED"], ["CANCELLED"]],
    ["result", result !== null, ["RESULTED"], ["CANCELLED"]],
    ["cancelReason", cancelReason !== null, ["CANCELLED"], []],
  ];
  for (const [path, isGiven, required, possible] of given) {
    if (!isGiven && required.includes(status)) faults.push({ path, message: `is required for ${status}` });
    if (isGiven && ![...required, ...possible].includes(status))
      faults.push({ path, message: `does not go with ${status}` });
  }
  if ((result === null) !== (resultedAt === null))
    faults.push({ path: "resultedAt", message: "goes with a result, and a result with it" });
  const course = [selectedAt, notifiedAt, collectedAt, resultedAt].filter((at) => at !== null);
  if (course.some((at, place) => at > (course[place + 1] ?? now)))
    faults.push({ path: "selectedAt", message: "and the times after it must follow each other, none in the future" });
  if ((collectedAt !== null || resultedAt !== null) && notifiedAt === null)
    faults.push({ path: "notifiedAt", message: "is required where something followed it" });
  if (result !== null && determinedBy === undefined)
    faults.push({ path: "determinedBy", message: "is required with a result" });
  if (result !== null && determinedBy !== undefined) faults.push(...resultFaults(row, { result, determinedBy }));
  return faults;
};
