import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { plusMs, startOfDay } from "../../lib/time.ts";
import { firstDay, lastDay, type Month, plusMonths } from "./months.ts";
import { baseOf, complete, countsAs, datesFrom, nextStep, statusAt, TRANSITIONS } from "./rules.ts";
import { type Completion, COMPLETION_KINDS, type FaTraining, TRAINING_CYCLES, TRAINING_STATUSES } from "./schema.ts";

const DENVER = "America/Denver";

const row = (baseMonth: Month, change: Partial<FaTraining> = {}): FaTraining => ({
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  crewMember: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61", name: "Robin Adeyemi" },
  kind: "RECURRENT",
  aircraftType: "B738",
  lastCompletion: null,
  status: "CURRENT",
  ...datesFrom(baseMonth, change.kind ?? "RECURRENT"),
  ...change,
});
const done = (completedOn: string, kind: Completion["kind"] = "RECURRENT"): Completion => ({
  kind,
  completedOn,
  certifiedBy: "Jordan Whitfield",
});
const noon = (date: string) => `${date}T12:00:00.000Z`;

describe("a completion counts as", () => {
  test.each<[base: Month, completedOn: string, baseAfter: Month, due: Month, expiresOn: string]>([
    ["2025-06", "2026-04-30", "2026-04", "2027-04", "2027-05-31"], // earlier: the base moves
    ["2025-06", "2026-05-01", "2026-06", "2027-06", "2027-07-31"], // M−1
    ["2025-06", "2026-06-15", "2026-06", "2027-06", "2027-07-31"], // M
    ["2025-06", "2026-07-20", "2026-06", "2027-06", "2027-07-31"], // M+1: base June 2026, completed 20 July
    ["2025-06", "2026-07-31", "2026-06", "2027-06", "2027-07-31"],
    ["2025-12", "2027-01-31", "2026-12", "2027-12", "2028-01-31"], // over the new year
    ["2026-06", "2026-05-31", "2026-06", "2027-06", "2027-07-31"], // again in its own window: never back
  ])("base %s, completed %s: base %s, due %s", (base, completedOn, baseAfter, due, expiresOn) => {
    const next = complete(row(base), done(completedOn), noon(completedOn), "UTC");
    expect(next).toMatchObject({ baseMonth: baseAfter, dueMonth: due, expiresOn, status: "CURRENT" });
  });

  test("its own month after an expiry, by requalification only", () => {
    const expired = row("2025-06", { status: "EXPIRED" });
    for (const kind of COMPLETION_KINDS.filter((one) => one !== "REQUALIFICATION"))
      expect(complete(expired, done("2026-08-01", kind), noon("2026-08-01"), "UTC")).toMatchObject({
        code: "invalid_transition",
        detail: expect.stringContaining("14 CFR 121.401(b)") as string,
      });
    expect(complete(expired, done("2026-09-02", "REQUALIFICATION"), noon("2026-09-03"), "UTC")).toMatchObject({
      status: "CURRENT",
      baseMonth: "2026-09",
      dueMonth: "2027-09",
    });
  });

  test("24 months for emergency drills", () => {
    const drill = row("2024-06", { kind: "EMERGENCY_DRILL" });
    expect(drill).toMatchObject({ dueMonth: "2026-06", expiresOn: "2026-07-31" });
    expect(complete(drill, done("2026-07-20", "EMERGENCY_DRILL"), noon("2026-07-20"), "UTC")).toMatchObject({
      dueMonth: "2028-06",
    });
  });
});

test.each<[Partial<FaTraining>, Completion, string]>([
  [{}, done("2026-06-11"), "completedOn"],
  [{ lastCompletion: done("2026-06-09") }, done("2026-06-08"), "completedOn"],
  [{}, done("2026-06-01", "EMERGENCY_DRILL"), "kind"],
  [{ kind: "EMERGENCY_DRILL" }, done("2026-06-01"), "kind"],
  [{ status: "EXPIRED" }, done("2024-01-01", "REQUALIFICATION"), "completedOn"],
])("%j refuses %j at %s", (change, completion, path) => {
  const base = change.status === "EXPIRED" ? "2023-01" : "2025-06";
  const refused = complete(row(base, change), completion, noon("2026-06-10"), "UTC");
  expect(refused).toMatchObject({ code: "invalid_request", facts: { errors: [{ path }] } });
});

test("a repeated completion gives the very same row back", () => {
  const held = row("2026-06", { lastCompletion: done("2026-06-01") });
  expect(complete(held, done("2026-06-01"), noon("2026-06-10"), "UTC")).toBe(held);
});

describe("the state at", () => {
  test.each([
    ["2027-05-01T05:59:59.999Z", "CURRENT"],
    ["2027-05-01T06:00:00.000Z", "DUE_SOON"],
    ["2027-06-01T05:59:59.999Z", "DUE_SOON"],
    ["2027-06-01T06:00:00.000Z", "DUE"],
    ["2027-07-01T06:00:00.000Z", "GRACE"],
    ["2027-08-01T05:59:59.999Z", "GRACE"],
    ["2027-08-01T06:00:00.000Z", "EXPIRED"],
  ])("%s in Denver, due in June 2027, is %s", (now, status) => {
    expect(statusAt("2027-06", now, DENVER)).toBe(status);
  });
});

test.each<[Month | undefined, Completion | null, unknown]>([
  [undefined, done("2026-07-20"), "2026-07"],
  ["2026-06", done("2026-07-20"), "2026-06"],
  ["2026-06", done("2026-05-01"), "2026-06"],
  ["2026-06", null, "2026-06"],
  ["2026-06", done("2026-08-01"), expect.objectContaining({ path: "baseMonth" })],
  [undefined, null, expect.objectContaining({ path: "baseMonth" })],
])("base %s with %j", (given, completion, base) => {
  expect(baseOf(given, completion)).toEqual(base);
});

describe("whatever the base and the date", () => {
  const month = fc
    .tuple(fc.integer({ min: 2000, max: 2040 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, ofYear]) => `${year}-${String(ofYear).padStart(2, "0")}`);
  const cycle = fc.constantFrom(...TRAINING_CYCLES);
  const zone = fc.constantFrom("UTC", DENVER, "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo");

  test("steps follow each other in order, each at the first instant of its state", () => {
    fc.assert(
      fc.property(month, cycle, zone, (base, kind, where) => {
        let at = row(base, { kind });
        const begins = (on: string) => startOfDay(on, where);
        for (const status of TRAINING_STATUSES.slice(1)) {
          const step = nextStep(at);
          expect(step?.status).toBe(status);
          if (!step) return;
          expect(TRANSITIONS[at.status]).toContain(step.status);
          expect(statusAt(at.dueMonth, begins(step.on), where)).toBe(step.status);
          expect(statusAt(at.dueMonth, plusMs(begins(step.on), -1), where)).toBe(at.status);
          at = { ...at, status: step.status };
        }
        expect(nextStep(at)).toBeNull();
      }),
    );
  });

  test("the due month never moves back, and no later completion is due earlier", () => {
    fc.assert(
      fc.property(month, cycle, fc.nat(40), fc.nat(12), (base, kind, after, more) => {
        const held = row(base, { kind });
        const [first, second] = [plusMonths(base, after), plusMonths(base, after + more)];
        const [a, b] = [countsAs(held, firstDay(first)), countsAs(held, lastDay(second))];
        expect(datesFrom(a, kind).dueMonth >= held.dueMonth).toBe(true);
        expect(b >= a).toBe(true);
      }),
    );
  });

  test("a completion leads to a listed state or is refused", () => {
    const kinds = fc.constantFrom(...COMPLETION_KINDS);
    fc.assert(
      fc.property(month, cycle, fc.integer({ min: -2, max: 40 }), kinds, (base, kind, after, completed) => {
        const on = lastDay(plusMonths(base, after));
        const held = row(base, { kind });
        const now = noon(on);
        const at = { ...held, status: statusAt(held.dueMonth, now, "UTC") };
        const next = complete(at, done(on, completed), now, "UTC");
        if (isFailure(next)) return;
        expect(TRANSITIONS[at.status]).toContain(next.status);
        expect(next.expiresOn).toBe(lastDay(plusMonths(next.dueMonth, 1)));
      }),
    );
  });
});
