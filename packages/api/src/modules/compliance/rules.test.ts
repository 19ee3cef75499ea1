import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { plusDays } from "../../lib/time.ts";
import {
  complete,
  courseFaults,
  endWaiver,
  fallDueSoon,
  fallOverdue,
  revise,
  soonOn,
  start,
  statusOn,
  TRANSITIONS,
  waive,
} from "./rules.ts";
import { COMPLIANCE_STATUSES, type ComplianceItem } from "./schema.ts";

const today = "2026-06-15";
const waiver = { reason: "Device in storage", by: "FAA NSP", until: "2026-09-30" };
const row: ComplianceItem = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: "2026-05-31T12:00:00.000Z",
  updatedAt: "2026-05-31T12:00:00.000Z",
  title: "Continuing qualification evaluation",
  category: "NSP",
  status: "COMPLIANT",
  dueOn: "2026-07-31",
  leadDays: 30,
  recurrenceMonths: 12,
  owner: "Quality manager",
  completedOn: null,
  waiver: null,
};
const item = (change: Partial<ComplianceItem>): ComplianceItem => ({ ...row, ...change });

describe("time puts an item", () => {
  test.each([
    ["2026-06-30", "COMPLIANT"],
    ["2026-07-01", "DUE_SOON"],
    ["2026-07-31", "DUE_SOON"],
    ["2026-08-01", "OVERDUE"],
  ])("that is due on 2026-07-31 with 30 days of lead, on %s, at %s", (day, status) => {
    expect(statusOn(row, day)).toBe(status);
  });

  test("at DUE_SOON on the due date alone without a lead time, and nowhere without a date", () => {
    const bare = { dueOn: "2026-07-31", leadDays: 0 };
    expect(["2026-07-30", "2026-07-31", "2026-08-01"].map((day) => statusOn(bare, day))).toEqual([
      "COMPLIANT",
      "DUE_SOON",
      "OVERDUE",
    ]);
    expect(statusOn({ dueOn: null, leadDays: 30 }, "2199-01-01")).toBe("COMPLIANT");
    expect(soonOn({ dueOn: null, leadDays: 30 })).toBeNull();
    expect(soonOn({ dueOn: "2024-03-01", leadDays: 1 })).toBe("2024-02-29");
  });

  test("only ever further on, as days pass", () => {
    const order = ["COMPLIANT", "DUE_SOON", "OVERDUE"];
    fc.assert(
      fc.property(fc.nat(365), fc.nat(500), fc.nat(100), (leadDays, day, more) => {
        const dates = { dueOn: "2026-07-31", leadDays };
        const [earlier, later] = [day, day + more].map((days) => statusOn(dates, plusDays("2025-06-01", days)));
        expect(order.indexOf(earlier ?? "")).toBeLessThanOrEqual(order.indexOf(later ?? ""));
      }),
    );
  });
});

describe("by time", () => {
  test("an item in progress stays so", () => {
    const at = item({ status: "IN_PROGRESS" });
    expect(fallOverdue(at)).toBe(at);
    expect(fallOverdue(item({ status: "DUE_SOON" })).status).toBe("OVERDUE");
  });

  test.each<[string | null, string]>([
    ["2026-12-31", "COMPLIANT"],
    ["2026-10-31", "DUE_SOON"],
    ["2026-10-01", "DUE_SOON"],
    ["2026-09-30", "OVERDUE"],
    [null, "COMPLIANT"],
  ])("an item due on %s whose waiver ended on 2026-09-30 is %s", (dueOn, status) => {
    expect(endWaiver(item({ status: "WAIVED", waiver, dueOn }))).toEqual(
      item({ status, waiver: null, dueOn } as ComplianceItem),
    );
  });
});

describe("by hand", () => {
  const steps = {
    start,
    complete: (from: ComplianceItem) => complete(from, today, today),
    waive: (from: ComplianceItem) => waive(from, waiver, today),
    waiveOn: (from: ComplianceItem) => waive(from, { ...waiver, until: "2026-12-31" }, today),
  } as const;
  const time = { fallDueSoon, fallOverdue, endWaiver };
  const step = fc.constantFrom(...Object.values(steps));

  test("an item only takes the transitions that there are, whatever is tried in whatever order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.array(fc.boolean(), { minLength: 10 }), (taken, late) => {
        let at = row;
        for (const [index, take] of taken.entries()) {
          if (late[index] && at.status === "COMPLIANT") at = time.fallDueSoon(at);
          else if (late[index] && at.status === "DUE_SOON") at = time.fallOverdue(at);
          else if (late[index]) at = time.endWaiver(at);
          const next = take(at);
          if (isFailure(next)) {
            expect(next.code).toBe("invalid_transition");
            continue;
          }
          if (next !== at) expect(TRANSITIONS[at.status]).toContain(next.status);
          expect((next.status === "WAIVED") === (next.waiver !== null)).toBe(true);
          expect(take(next)).toBe(next);
          at = next;
        }
      }),
    );
  });

  test.each(COMPLIANCE_STATUSES)("an item that is %s is begun when due soon or overdue", (status) => {
    const at = item({ status });
    const next = start(at);
    if (status === "IN_PROGRESS") expect(next).toBe(at);
    else if (status === "DUE_SOON" || status === "OVERDUE") expect(next).toEqual(item({ status: "IN_PROGRESS" }));
    else expect(next).toMatchObject({ code: "invalid_transition", facts: { allowed: TRANSITIONS[status] } });
  });

  test.each(COMPLIANCE_STATUSES)("an item that is %s is completed unless it is waived", (status) => {
    const next = complete(item({ status, waiver: status === "WAIVED" ? waiver : null }), today, today);
    expect(isFailure(next)).toBe(status === "WAIVED");
    if (!isFailure(next)) expect(next).toEqual(item({ completedOn: today, dueOn: "2027-07-31" }));
  });

  test("an item that does not recur is done for good", () => {
    const next = complete(item({ status: "OVERDUE", recurrenceMonths: null }), today, today);
    expect(next).toEqual(item({ recurrenceMonths: null, completedOn: today, dueOn: null }));
  });

  test("an item is completed today or before, and not before its last completion", () => {
    expect(complete(row, plusDays(today, 1), today)).toMatchObject({ code: "invalid_request" });
    expect(complete(item({ completedOn: "2026-06-01" }), "2026-05-31", today)).toMatchObject({
      code: "invalid_request",
    });
    expect(complete(item({ completedOn: "2026-06-01" }), "2026-06-02", today)).toMatchObject({ status: "COMPLIANT" });
  });

  test("a completion that is repeated does not count an interval on", () => {
    const monthly = item({ recurrenceMonths: 1, status: "OVERDUE", dueOn: "2026-06-01" });
    const once = complete(monthly, today, today);
    if (isFailure(once)) throw new Error(once.detail);
    expect(once.dueOn).toBe("2026-07-01");
    expect(complete(once, today, today)).toBe(once);
    const soon = fallDueSoon(once);
    expect(complete(soon, today, today)).toBe(soon);
  });

  test("a waiver ends today or later, and may follow another", () => {
    expect(waive(row, { ...waiver, until: "2026-06-14" }, today)).toMatchObject({ code: "invalid_request" });
    expect(waive(row, { ...waiver, until: today }, today)).toMatchObject({ status: "WAIVED" });
    const waived = item({ status: "WAIVED", waiver });
    expect(waive(waived, waiver, today)).toBe(waived);
    expect(waive(waived, { ...waiver, until: "2026-12-31" }, today)).toMatchObject({ waiver: { until: "2026-12-31" } });
  });

  test("a due date moves while it is ahead: later takes DUE_SOON back, earlier is left to time", () => {
    const soon = item({ status: "DUE_SOON", dueOn: "2026-07-01" });
    expect(revise(soon, { ...soon, dueOn: "2026-09-30" }, today)).toMatchObject({ status: "COMPLIANT" });
    expect(revise(soon, { ...soon, dueOn: "2026-07-02" }, today)).toMatchObject({ status: "DUE_SOON" });
    expect(revise(soon, { ...soon, dueOn: "2026-06-01" }, today)).toMatchObject({ status: "DUE_SOON" });
    expect(revise(row, { ...row, dueOn: "2026-06-01" }, today)).toMatchObject({ status: "COMPLIANT" });
  });

  test.each(["OVERDUE", "IN_PROGRESS"] as const)("an item that is %s keeps its due date, not its text", (status) => {
    const at = item({ status, dueOn: "2026-06-01" });
    expect(revise(at, { ...at, dueOn: "2026-12-31" }, today)).toMatchObject({ code: "invalid_transition" });
    expect(revise(at, { ...at, title: "Evaluation", leadDays: 10 }, today)).toMatchObject({
      title: "Evaluation",
      status,
    });
  });
});

describe("an imported item", () => {
  test.each<[string, Partial<ComplianceItem>, string[]]>([
    ["is compliant", {}, []],
    ["has no date", { dueOn: null }, []],
    ["is due soon", { status: "DUE_SOON", dueOn: "2026-06-15" }, []],
    ["is due soon, but says compliant", { dueOn: "2026-06-15" }, ["status"]],
    ["is overdue", { status: "OVERDUE", dueOn: "2026-06-14" }, []],
    ["is not overdue yet", { status: "OVERDUE", dueOn: "2026-06-15" }, ["status"]],
    ["is overdue at no date", { status: "OVERDUE", dueOn: null }, ["status"]],
    ["is in progress", { status: "IN_PROGRESS", dueOn: "2026-06-14" }, []],
    ["is in progress for nothing", { status: "IN_PROGRESS", dueOn: null }, ["dueOn"]],
    ["is waived", { status: "WAIVED", waiver }, []],
    ["is waived by nobody", { status: "WAIVED" }, ["waiver"]],
    ["is compliant and waived", { waiver }, ["waiver"]],
    ["was waived", { status: "WAIVED", waiver: { ...waiver, until: "2026-06-14" } }, ["waiver.until"]],
    ["was completed", { completedOn: today }, []],
    ["will be completed", { completedOn: "2026-06-16" }, ["completedOn"]],
  ])("that %s", (_, change, paths) => {
    expect(courseFaults(item(change), today).map(({ path }) => path)).toEqual(paths);
  });
});
