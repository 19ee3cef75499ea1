import { describe, expect, test } from "vitest";
import { newId } from "../../lib/ids.ts";
import { complianceItemDraft } from "../../modules/compliance/schema.ts";
import { baseOf, completionFaults } from "../../modules/fa-training/rules.ts";
import { courseFaults as invoiceFaults, statusAt, totalOf } from "../../modules/invoices/rules.ts";
import { invoiceDraft } from "../../modules/invoices/schema.ts";
import { melDeferralDraft } from "../../modules/mel/schema.ts";
import { courseFaults as reserveFaults, windowFaults } from "../../modules/reserve/rules.ts";
import { dutyFaults, lacks } from "../../modules/trips/rules.ts";
import type { Interval } from "./calendar.ts";
import { type FirstData, generate } from "./generate.ts";
import { carrier } from "./organisations.ts";

const zone = "America/Denver";
const now = "2026-07-15T16:20:00.000Z";
const full = generate({ seed: 6, now, zone, scale: 1 });
const sandbox = generate({ seed: 7, now, zone, scale: 0.2 });
const organisation = carrier("Silver Mesa Air");
const flown = generate({ seed: 8, now, zone, scale: 1, organisation });

/** Clocks that change, months that begin, a leap day, midnight: wherever a plan counts in days. */
const MOMENTS = [
  "2026-01-01T07:00:00.000Z",
  "2026-03-01T06:59:59.000Z",
  "2026-03-08T12:00:00.000Z",
  "2026-11-01T08:30:00.000Z",
  "2028-02-29T18:00:00.000Z",
];
const MANY = MOMENTS.flatMap((at, index) =>
  [1, 2, 3].flatMap((round) => {
    const wish = { seed: index * 10 + round, now: at, zone, scale: 0.1 };
    return [generate(wish), generate({ ...wish, organisation })].map((data) => ({ at, data }));
  }),
);

const statuses = (rows: readonly { status?: string | undefined }[]) => new Set(rows.map(({ status }) => status));

/** Everyone's trips, reserve windows and stage checks, in order. */
const occupied = (data: FirstData): Map<string, Interval[]> => {
  const claims = [
    ...data.trips.map(({ crewMember, duties }) => ({
      who: crewMember ?? "",
      from: Date.parse(duties[0]?.reportAt ?? ""),
      to: Date.parse(duties.at(-1)?.releaseAt ?? ""),
    })),
    ...data.reserve.map(({ crewMember, windowStart, windowEnd }) => ({
      who: crewMember,
      from: Date.parse(windowStart),
      to: Date.parse(windowEnd),
    })),
  ];
  return Map.groupBy(
    claims.filter(({ who }) => who !== "").toSorted((a, b) => a.from - b.from),
    ({ who }) => who,
  );
};

describe("the first start's data around training", () => {
  test("shows every state that there is", () => {
    for (const data of [full, sandbox, flown]) {
      // Undefined: where the calendar puts it.
      expect(statuses(data.invoices)).toEqual(new Set([undefined, "SENT", "PAID", "VOID"]));
      expect(statuses(data.compliance)).toEqual(new Set([undefined, "IN_PROGRESS", "WAIVED"]));
      expect(statuses(data.deferrals)).toEqual(new Set([undefined, "CLOSED"]));
      expect(statuses(data.stageChecks)).toEqual(new Set(["SCHEDULED", "PASSED", "FAILED", "INCOMPLETE", "CANCELLED"]));
      expect(statuses(data.reserve)).toEqual(new Set([undefined, "RELEASED", "CALLED_OUT", "NO_CONTACT"]));
      expect(statuses(data.trades)).toEqual(new Set(["REQUESTED", "APPROVED", "DENIED", "CANCELLED"]));
      expect(data.trips.some(({ crewMember }) => crewMember === null)).toBe(true);
    }
  });

  test("bills every operator each month, and some of it late", () => {
    const unpaid = full.invoices.filter(({ status }) => status === "SENT");
    expect(new Set(full.invoices.map(({ customerName }) => customerName)).size).toBe(12);
    expect(unpaid.map(({ dueOn }) => statusAt(dueOn, now, zone))).toContain("OVERDUE");
    for (const { at, data } of [...MANY, { at: now, data: full }, { at: now, data: flown }])
      for (const { status = "DRAFT", ...plan } of data.invoices) {
        const { customerName, customerEmail, currency, lines, dueOn } = plan;
        invoiceDraft.parse({ customerName, customerEmail, currency, lines, dueOn });
        const course = {
          number: null,
          issuedAt: null,
          paidAt: null,
          voidedAt: null,
          voidReason: null,
          ...plan,
          status: status === "SENT" ? statusAt(dueOn, at, zone) : status,
          totalAmount: totalOf(lines),
        };
        expect(invoiceFaults(course, at, zone)).toEqual([]);
      }
  });

  test("has compliance items and deferrals that their schemas take", () => {
    for (const { data } of MANY) {
      for (const { status: _, completedOn: __, waiver: ___, ...draft } of data.compliance)
        complianceItemDraft.parse(draft);
      for (const plan of data.deferrals) {
        const { tailNumber: _, status: __, extension: ___, closedAt: ____, correctiveAction: _____, ...draft } = plan;
        melDeferralDraft.parse({ ...draft, aircraftId: newId() });
      }
    }
    expect(new Set(full.compliance.map(({ category }) => category)).size).toBe(6);
    expect(new Set(full.deferrals.map(({ category }) => category))).toEqual(new Set(["A", "B", "C", "D"]));
  });

  test("has nobody on two trips or reserve windows at once", () => {
    for (const { data } of [...MANY, { data: full }, { data: flown }])
      for (const claims of occupied(data).values())
        for (const [index, claim] of claims.slice(1).entries())
          expect(claim.from).toBeGreaterThanOrEqual(claims[index]?.to ?? 0);
  });

  test("breaks no rule of trips and reserve", () => {
    for (const { at, data } of [...MANY, { at: now, data: full }, { at: now, data: flown }]) {
      const crew = new Map(data.crew.map((member) => [member.employeeNumber, member]));
      for (const trip of data.trips) {
        expect(dutyFaults(trip.duties)).toEqual([]);
        const member = crew.get(trip.crewMember ?? "");
        if (member && (trip.duties.at(-1)?.releaseAt ?? "") > at) expect(lacks(trip, member)).toEqual([]);
      }
      for (const plan of data.reserve) {
        const course = { calledOutAt: null, reportAt: null, dutyEndsAt: null, releasedAt: null, attempts: [] };
        expect(reserveFaults({ status: "AVAILABLE", ...course, ...plan })).toEqual([]);
        const role = crew.get(plan.crewMember)?.role ?? "CAPTAIN";
        expect(windowFaults(plan, role, plan.windowStart)).toEqual([]);
      }
    }
  });

  test("lets nobody check a trainee whom they teach or recommend, or a stage that is passed", () => {
    const checkers = new Set(
      full.crew.filter(({ role }) => role === "CHECK_INSTRUCTOR").map(({ employeeNumber }) => employeeNumber),
    );
    const passed = new Set<string>();
    for (const { trainee, course, stage, status, checkInstructor, recommendedBy } of full.stageChecks) {
      expect(checkers).toContain(checkInstructor);
      expect(checkInstructor).not.toBe(recommendedBy);
      const key = JSON.stringify([trainee, course, stage]);
      expect(passed).not.toContain(key);
      if (status === "PASSED") passed.add(key);
    }
  });

  test("keeps currencies of flight attendants that add up", () => {
    for (const { at, data } of MANY)
      for (const { kind, baseMonth, lastCompletion } of data.currencies) {
        expect(lastCompletion && completionFaults(kind, lastCompletion, at, zone)).toEqual([]);
        expect(baseOf(baseMonth, lastCompletion ?? null)).toBe(baseMonth);
      }
    expect(new Set(full.currencies.map(({ kind }) => kind)).size).toBe(2);
  });
});
