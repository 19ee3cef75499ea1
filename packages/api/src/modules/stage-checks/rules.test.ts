import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import {
  cancel,
  conclude,
  courseFaults,
  independenceFaults,
  placeAmong,
  revise,
  sameStage,
  TRANSITIONS,
  type Wanted,
} from "./rules.ts";
import { type StageCheck, STAGE_CHECK_STATUSES } from "./schema.ts";

const now = "2026-05-31T12:00:00.000Z";
const row: StageCheck = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: now,
  updatedAt: now,
  trainee: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61", name: "Casey Moreno" },
  course: "Commercial Pilot Certification",
  stage: "Stage II",
  checkInstructor: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f62", name: "Robin Adeyemi" },
  recommendedById: null,
  scheduledAt: "2026-06-02T15:00:00.000Z",
  status: "SCHEDULED",
  attempt: 1,
  recheckOfId: null,
  remarks: null,
  completedAt: null,
};
const wanted: Wanted = { course: row.course, stage: row.stage, status: "SCHEDULED", recheckOfId: null };
const check = (change: Partial<StageCheck>): StageCheck => ({ ...row, ...change });

describe("a check instructor", () => {
  test.each<[string, string[], string[], number]>([
    ["who has no part in the training", ["a"], ["b"], 0],
    ["who is or was the primary instructor", [row.checkInstructor.id], [], 1],
    ["who recommended the trainee", [], ["b", row.checkInstructor.id], 1],
    ["who did both", [row.checkInstructor.id], [row.checkInstructor.id], 2],
  ])("%s", (_, primary, recommenders, count) => {
    const involved = { primaryInstructors: new Set(primary), recommenders: new Set(recommenders) };
    const faults = independenceFaults(row.checkInstructor.id, involved);
    expect(faults).toHaveLength(count);
    for (const { message } of faults) expect(message).toContain("14 CFR 141.37(c)");
  });
});

describe("a stage", () => {
  test.each<[string, Partial<StageCheck>[], unknown]>([
    ["never checked has its first attempt", [], { attempt: 1, recheckOfId: null }],
    ["failed is rechecked", [{ id: "a", status: "FAILED" }], { attempt: 2, recheckOfId: "a" }],
    ["left incomplete is rechecked", [{ id: "a", status: "INCOMPLETE" }], { attempt: 2, recheckOfId: "a" }],
    [
      "failed twice is rechecked after the last",
      [
        { id: "b", status: "FAILED", attempt: 2, recheckOfId: "a" },
        { id: "a", status: "FAILED" },
      ],
      { attempt: 3, recheckOfId: "b" },
    ],
    [
      "whose recheck was cancelled has that recheck again",
      [
        { id: "a", status: "FAILED" },
        { id: "b", status: "CANCELLED", attempt: 2, recheckOfId: "a" },
      ],
      { attempt: 2, recheckOfId: "a" },
    ],
    ["cancelled begins again", [{ id: "a", status: "CANCELLED" }], { attempt: 1, recheckOfId: null }],
    ["scheduled is not scheduled twice", [{ id: "a" }], { code: "conflict", facts: { conflictingId: "a" } }],
    [
      "passed once is not scheduled again",
      [
        { id: "a", status: "FAILED" },
        { id: "b", status: "PASSED", attempt: 2 },
      ],
      { code: "conflict", facts: { conflictingId: "b" } },
    ],
  ])("%s", (_, checks, expected) => {
    expect(placeAmong(wanted, checks.map(check))).toMatchObject(expected as object);
  });

  test("is rechecked by naming the check that was not passed, and no other", () => {
    const failed = [check({ id: "a", status: "FAILED" }), check({ id: "b", status: "FAILED", attempt: 2 })];
    expect(placeAmong({ ...wanted, recheckOfId: "b" }, failed)).toEqual({ attempt: 3, recheckOfId: "b" });
    expect(placeAmong({ ...wanted, recheckOfId: "a" }, failed)).toMatchObject({ code: "unprocessable" });
    expect(placeAmong({ ...wanted, recheckOfId: "a" }, [])).toMatchObject({ code: "unprocessable" });
  });

  test("is the same in any case", () => {
    expect(sameStage(row, { course: row.course.toUpperCase(), stage: "stage ii" })).toBe(true);
    expect(sameStage(row, { ...row, stage: "Stage III" })).toBe(false);
  });

  test("has one check ahead at most, numbers its attempts without gaps, and is over once passed", () => {
    const result = fc.constantFrom(...STAGE_CHECK_STATUSES);
    fc.assert(
      fc.property(fc.array(result, { maxLength: 12 }), (results) => {
        const checks: StageCheck[] = [];
        for (const [index, status] of results.entries()) {
          const placed = placeAmong(wanted, checks);
          const over = checks.some((one) => one.status === "PASSED" || one.status === "SCHEDULED");
          expect(isFailure(placed)).toBe(over);
          if (!isFailure(placed)) checks.push(check({ id: String(index), ...placed, status }));
        }
        const held = checks.filter(({ status }) => status !== "CANCELLED");
        expect(held.map(({ attempt }) => attempt)).toEqual(held.map((_, index) => index + 1));
        expect(held.map(({ recheckOfId }) => recheckOfId)).toEqual(
          [null, ...held.map(({ id }) => id)].slice(0, held.length),
        );
      }),
    );
  });
});

describe("a stage check", () => {
  const steps = {
    PASSED: (from: StageCheck) => conclude(from, "PASSED", "Well flown", now),
    FAILED: (from: StageCheck) => conclude(from, "FAILED", "Steep turns", now),
    INCOMPLETE: (from: StageCheck) => conclude(from, "INCOMPLETE", undefined, now),
    CANCELLED: (from: StageCheck) => cancel(from, undefined),
  } as const;
  const outcome = fc.constantFrom("PASSED", "FAILED", "INCOMPLETE", "CANCELLED");

  test("only takes the transitions that there are, and is the very same after a step that is repeated", () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 8 }), (taken) => {
        let at = row;
        for (const to of taken) {
          const next = steps[to](at);
          expect(isFailure(next)).toBe(at.status !== to && !TRANSITIONS[at.status].includes(to));
          if (isFailure(next)) {
            expect(next).toMatchObject({ code: "invalid_transition", facts: { allowed: TRANSITIONS[at.status] } });
            continue;
          }
          expect(next.status).toBe(to);
          expect(steps[to](next)).toBe(next);
          expect(courseFaults(next, undefined, now, "import")).toEqual([]);
          at = next;
        }
      }),
    );
  });

  test("keeps earlier remarks where its outcome has none", () => {
    const annotated = { ...row, remarks: "Bring the plan" };
    expect(conclude(annotated, "INCOMPLETE", undefined, now)).toMatchObject({
      remarks: "Bring the plan",
      completedAt: now,
    });
    expect(cancel(annotated, "Weather")).toMatchObject({ remarks: "Weather", completedAt: null });
  });

  test.each(STAGE_CHECK_STATUSES)("that is %s can be revised unless it is over", (status) => {
    const at = check({ status });
    expect(isFailure(revise(at, { ...at, remarks: "New" }, now))).toBe(status !== "SCHEDULED");
    expect(revise(at, { ...at }, now)).toBe(at);
  });

  test("is moved into the future only", () => {
    expect(revise(row, { ...row, scheduledAt: now }, now)).toMatchObject({ code: "invalid_request" });
    const past = { ...row, scheduledAt: "2026-05-01T12:00:00.000Z" };
    expect(isFailure(revise(past, { ...past, remarks: "New" }, now))).toBe(false);
  });
});

describe("the course of a check that", () => {
  const past = "2026-05-01T12:00:00.000Z";
  test.each<[string, Partial<StageCheck>, "change" | "import", string[]]>([
    ["is ahead", {}, "change", []],
    ["is scheduled for now", { scheduledAt: now }, "change", ["scheduledAt"]],
    ["lies in the past", { scheduledAt: past }, "import", []],
    ["is passed", { scheduledAt: past, status: "PASSED", completedAt: past }, "import", []],
    ["is passed some time", { scheduledAt: past, status: "PASSED" }, "import", ["completedAt"]],
    ["is scheduled and completed", { completedAt: past }, "import", ["completedAt"]],
    ["is passed tomorrow", { status: "PASSED", completedAt: "2026-06-01T12:00:00.000Z" }, "import", ["completedAt"]],
  ])("%s", (_, change, origin, paths) => {
    expect(courseFaults(check(change), undefined, now, origin).map(({ path }) => path)).toEqual(paths);
  });

  test("repeats another comes after it", () => {
    const repeated = check({ status: "FAILED", completedAt: past });
    const before = check({ scheduledAt: "2026-04-30T12:00:00.000Z" });
    expect(courseFaults(before, repeated, now, "import").map(({ path }) => path)).toEqual(["scheduledAt"]);
    expect(courseFaults(row, repeated, now, "import")).toEqual([]);
  });
});
