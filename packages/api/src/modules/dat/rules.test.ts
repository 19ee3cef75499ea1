import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Failure, isFailure } from "../../lib/errors.ts";
import {
  cancel,
  collect,
  correctResult,
  courseFaults,
  giveResult,
  noticeOf,
  notify,
  reasonFaults,
  resultFaults,
  TRANSITIONS,
} from "./rules.ts";
import {
  CANCEL_REASONS,
  type DatRecord,
  DETERMINERS,
  type ResultDraft,
  TEST_REASONS,
  TEST_RESULTS,
  TEST_STATUSES,
  type TestStatus,
  type TestType,
} from "./schema.ts";

const at = (hour: number) => `2026-05-31T${String(hour).padStart(2, "0")}:00:00.000Z`;

const row = (change: Partial<DatRecord> = {}): DatRecord => ({
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: at(1),
  updatedAt: at(1),
  crewMemberId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61",
  testType: "DRUG",
  status: "SELECTED",
  notifiedAt: null,
  resultedAt: null,
  reason: "RANDOM",
  selectedAt: at(1),
  collectedAt: null,
  result: null,
  cancelReason: null,
  ...change,
});
const notified = row({ status: "NOTIFIED", notifiedAt: at(2) });
const collected = row({ ...notified, status: "COLLECTED", collectedAt: at(3) });
const positive = row({ ...collected, status: "RESULTED", resultedAt: at(4), result: "POSITIVE" });
const refused = row({ ...notified, status: "RESULTED", resultedAt: at(4), result: "REFUSAL" });

const codeOf = (next: DatRecord | Failure): string => (isFailure(next) ? next.code : next.status);

describe("reasons", () => {
  const both = TEST_REASONS.filter((reason) => !["REASONABLE_CAUSE", "REASONABLE_SUSPICION"].includes(reason));
  test.each(both)("%s goes with drug and alcohol tests", (reason) => {
    expect([...reasonFaults("DRUG", reason), ...reasonFaults("ALCOHOL", reason)]).toEqual([]);
  });
  test("REASONABLE_CAUSE is a drug reason, REASONABLE_SUSPICION an alcohol one", () => {
    expect(reasonFaults("DRUG", "REASONABLE_CAUSE")).toEqual([]);
    expect(reasonFaults("ALCOHOL", "REASONABLE_SUSPICION")).toEqual([]);
    expect(reasonFaults("ALCOHOL", "REASONABLE_CAUSE")[0]?.message).toContain("14 CFR 120.109(d)");
    expect(reasonFaults("DRUG", "REASONABLE_SUSPICION")[0]?.message).toContain("14 CFR 120.217(d)");
  });
});

describe("results", () => {
  const good = (testType: TestType, collectedAt: string | null) =>
    TEST_RESULTS.flatMap((result) =>
      DETERMINERS.flatMap((determinedBy) =>
        resultFaults({ testType, collectedAt }, { result, determinedBy }).length === 0
          ? [`${result} ${determinedBy}`]
          : [],
      ),
    );
  test("of a drug test are verified by the MRO, a refusal by conduct is found by the DER", () => {
    expect(good("DRUG", at(3))).toEqual([
      "NEGATIVE MRO",
      "NEGATIVE_DILUTE MRO",
      "POSITIVE MRO",
      "REFUSAL MRO",
      "REFUSAL DER",
    ]);
  });
  test("of an alcohol test are the technician's", () => {
    expect(good("ALCOHOL", at(3))).toEqual([
      "NEGATIVE BAT",
      "REMOVED_TEMPORARILY BAT",
      "VIOLATION BAT",
      "REFUSAL BAT",
      "REFUSAL DER",
    ]);
  });
  test("without a collection are refusals, found by the DER", () => {
    expect([...good("DRUG", null), ...good("ALCOHOL", null)]).toEqual(["REFUSAL DER", "REFUSAL DER"]);
  });
});

describe("the steps", () => {
  const mro = (result: ResultDraft["result"]): ResultDraft => ({ result, determinedBy: "MRO" });
  const refusal: ResultDraft = { result: "REFUSAL", determinedBy: "DER" };
  test.each<[string, DatRecord | Failure, string]>([
    ["notify a selected person", notify(row(), at(9)), "NOTIFIED"],
    ["notify after collection", notify(collected, at(9)), "invalid_transition"],
    ["collect before notice", collect(row(), at(9)), "invalid_transition"],
    ["collect", collect(notified, at(9)), "COLLECTED"],
    ["a result before notice", giveResult(row(), refusal, at(9)), "invalid_transition"],
    ["a refusal before collection", giveResult(notified, refusal, at(9)), "RESULTED"],
    ["a negative before collection", giveResult(notified, mro("NEGATIVE"), at(9)), "invalid_request"],
    ["a result", giveResult(collected, mro("NEGATIVE"), at(9)), "RESULTED"],
    ["another result without a correction", giveResult(positive, mro("NEGATIVE"), at(9)), "conflict"],
    ["a correction", correctResult(positive, mro("NEGATIVE")), "RESULTED"],
    ["a correction of nothing", correctResult(collected, mro("NEGATIVE")), "invalid_transition"],
    ["a correction of an uncollected refusal", correctResult(refused, mro("NEGATIVE")), "invalid_request"],
    ["cancel a selection", cancel(row(), "SELECTED_IN_ERROR"), "CANCELLED"],
    ["cancel after notice", cancel(notified, "NOT_AVAILABLE"), "CANCELLED"],
    ["cancel after collection", cancel(collected, "FATAL_FLAW"), "CANCELLED"],
    ["cancel a result for its split specimen", cancel(positive, "SPLIT_SPECIMEN_NOT_CONFIRMED"), "CANCELLED"],
    ["cancel a result otherwise", cancel(positive, "OTHER"), "invalid_transition"],
    ["cancel a refusal by conduct", cancel(refused, "SPLIT_SPECIMEN_NOT_CONFIRMED"), "invalid_transition"],
    ["cancel for a split without a result", cancel(collected, "SPLIT_SPECIMEN_NOT_CONFIRMED"), "invalid_transition"],
    [
      "cancel a negative",
      cancel({ ...positive, result: "NEGATIVE" }, "SPLIT_SPECIMEN_NOT_CONFIRMED"),
      "invalid_transition",
    ],
    [
      "cancel an alcohol violation",
      cancel({ ...positive, testType: "ALCOHOL", result: "VIOLATION" }, "SPLIT_SPECIMEN_NOT_CONFIRMED"),
      "invalid_transition",
    ],
    [
      "notify what is cancelled",
      notify(row({ status: "CANCELLED", cancelReason: "OTHER" }), at(9)),
      "invalid_transition",
    ],
  ])("%s: %s", (_, next, outcome) => {
    expect(codeOf(next)).toBe(outcome);
  });

  test("repeated give the very same row back", () => {
    const cancelled = row({ status: "CANCELLED", cancelReason: "OTHER" });
    expect(notify(notified, at(9))).toBe(notified);
    expect(collect(collected, at(9))).toBe(collected);
    expect(giveResult(positive, mro("POSITIVE"), at(9))).toBe(positive);
    expect(correctResult(positive, mro("POSITIVE"))).toBe(positive);
    expect(cancel(cancelled, "OTHER")).toBe(cancelled);
  });

  test("say nothing of a stored result when they refuse", () => {
    const next = giveResult(positive, mro("NEGATIVE"), at(9));
    expect(isFailure(next) && next.detail).not.toContain("POSITIVE");
  });
});

describe("whatever is tried in whatever order", () => {
  const draft = fc.record({ result: fc.constantFrom(...TEST_RESULTS), determinedBy: fc.constantFrom(...DETERMINERS) });
  type Try = (test: DatRecord) => DatRecord | Failure;
  const attempt: fc.Arbitrary<Try> = fc.oneof(
    fc.constant<Try>((test) => notify(test, at(5))),
    fc.constant<Try>((test) => collect(test, at(6))),
    draft.map<Try>((given) => (test) => giveResult(test, given, at(7))),
    draft.map<Try>((given) => (test) => correctResult(test, given)),
    fc.constantFrom(...CANCEL_REASONS).map<Try>((reason) => (test) => cancel(test, reason)),
  );
  const start = fc.constantFrom<TestType>("DRUG", "ALCOHOL").map((testType) => row({ testType }));

  test("a test moves along the listed transitions, and its record holds what its state asks for", () => {
    fc.assert(
      fc.property(start, fc.array(attempt, { maxLength: 12 }), (first, attempts) => {
        let test = first;
        for (const tried of attempts) {
          const next = tried(test);
          if (isFailure(next) || next === test) continue;
          if (next.status !== test.status) expect(TRANSITIONS[test.status]).toContain(next.status);
          else expect(test.status).toBe("RESULTED");
          test = next;
          const determiner = test.collectedAt === null ? "DER" : test.testType === "DRUG" ? "MRO" : "BAT";
          expect(courseFaults(test, determiner, at(9))).toEqual([]);
        }
      }),
    );
  });

  test("its notice holds nothing that is confidential", () => {
    fc.assert(
      fc.property(start, fc.array(attempt, { maxLength: 8 }), (first, attempts) => {
        let test = first;
        for (const tried of attempts) {
          const next = tried(test);
          if (!isFailure(next)) test = next;
        }
        const notice = noticeOf(test);
        expect(notice === null).toBe(test.notifiedAt === null);
        if (!notice) return;
        expect(Object.keys(notice).toSorted().join(" ")).toBe(
          "centerId createdAt crewMemberId id notifiedAt resultedAt status testType updatedAt version",
        );
        expect(["NOTIFIED", "RESULTED", "CANCELLED"]).toContain(notice.status);
      }),
    );
  });

  test("collection changes nothing of the notice", () => {
    expect(noticeOf(collected)).toEqual(noticeOf(notified));
  });
});

describe("an import's course", () => {
  test.each<[TestStatus, Partial<DatRecord>, string[]]>([
    ["NOTIFIED", {}, ["notifiedAt"]],
    ["COLLECTED", { notifiedAt: at(2) }, ["collectedAt"]],
    ["RESULTED", { notifiedAt: at(2), collectedAt: at(3) }, ["resultedAt", "result"]],
    ["CANCELLED", {}, ["cancelReason"]],
    ["SELECTED", { notifiedAt: at(2) }, ["notifiedAt"]],
    ["NOTIFIED", { notifiedAt: at(0) }, ["selectedAt"]],
    ["NOTIFIED", { notifiedAt: at(23) }, ["selectedAt"]],
    ["CANCELLED", { cancelReason: "OTHER", collectedAt: at(3) }, ["notifiedAt"]],
  ])("%s with %j lacks %j", (status, change, paths) => {
    expect(courseFaults(row({ status, ...change }), undefined, at(9)).map(({ path }) => path)).toEqual(paths);
  });
  test("knows every state", () => {
    expect(Object.keys(TRANSITIONS).toSorted()).toEqual(TEST_STATUSES.toSorted());
  });
});
