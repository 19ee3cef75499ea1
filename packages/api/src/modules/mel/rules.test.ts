import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { localDate, plusDays, plusMs } from "../../lib/time.ts";
import {
  announcedBy,
  close,
  courseFaults,
  type Deadline,
  expire,
  expiryOf,
  extend,
  inZone,
  openedTooLate,
  repairDeadline,
  statusAt,
  TRANSITIONS,
} from "./rules.ts";
import { type MelDeferral, REPAIR_CATEGORIES, type RepairCategory } from "./schema.ts";

const DENVER = "America/Denver";
const deadline = (change: Partial<Deadline> & Pick<Deadline, "recordedAt" | "category">): Deadline => ({
  interval: null,
  expiresAt: undefined,
  ...change,
  recordedAt: new Date(change.recordedAt).toISOString(),
});

describe("a repair interval ends with its last calendar day in the center's zone, the day of recording excluded", () => {
  test.each<[string, RepairCategory, string, string]>([
    ["2026-01-26T00:00:00-07:00", "B", DENVER, "2026-01-30T07:00:00.000Z"],
    ["2026-01-26T10:00:00-07:00", "B", DENVER, "2026-01-30T07:00:00.000Z"],
    ["2026-01-26T23:59:59-07:00", "B", DENVER, "2026-01-30T07:00:00.000Z"],
    ["2026-01-27T03:00:00Z", "B", DENVER, "2026-01-30T07:00:00.000Z"],
    ["2026-01-27T03:00:00Z", "B", "UTC", "2026-01-31T00:00:00.000Z"],
    ["2026-03-06T10:00:00-07:00", "B", DENVER, "2026-03-10T06:00:00.000Z"],
    ["2026-10-25T12:00:00-06:00", "C", DENVER, "2026-11-05T07:00:00.000Z"],
    ["2026-01-26T10:00:00-07:00", "D", DENVER, "2026-05-27T06:00:00.000Z"],
    ["2024-02-26T10:00:00-07:00", "B", DENVER, "2024-03-01T07:00:00.000Z"],
  ])("%s in category %s, %s", (recordedAt, category, zone, expiresAt) => {
    expect(expiryOf(deadline({ recordedAt, category }), zone)).toBe(expiresAt);
  });

  test("as the MEL states it for category A", () => {
    const recordedAt = "2026-03-06T10:00:00-07:00";
    const interval = { value: 3, unit: "CALENDAR_DAYS" } as const;
    expect(expiryOf(deadline({ recordedAt, category: "A", interval }), DENVER)).toBe("2026-03-10T06:00:00.000Z");
  });

  test("counted anew in another zone, as if it had been the center's from the start", () => {
    const recordedAt = "2026-03-06T17:00:00.000Z";
    const at = (expiresAt: string, change: Partial<MelDeferral> = {}): MelDeferral => ({
      ...row,
      recordedAt,
      expiresAt,
      ...change,
    });
    const denver = at("2026-03-10T06:00:00.000Z"); // clocks change on the 8th
    expect(inZone(denver, DENVER, "America/Phoenix").expiresAt).toBe("2026-03-10T07:00:00.000Z");
    expect(inZone(denver, DENVER, "Europe/Berlin").expiresAt).toBe("2026-03-09T23:00:00.000Z");
    expect(inZone(denver, DENVER, "Pacific/Auckland").expiresAt).toBe("2026-03-10T11:00:00.000Z"); // the 7th there
    expect(inZone(inZone(denver, DENVER, "Pacific/Auckland"), "Pacific/Auckland", DENVER)).toEqual(denver);
    const extension = { at: recordedAt, reason: "Parts", approvedBy: "DOM", until: "2026-03-12T06:00:00.000Z" };
    expect(inZone(at(extension.until, { extension }), DENVER, "America/Phoenix")).toMatchObject({
      expiresAt: "2026-03-12T07:00:00.000Z",
      extension: { until: "2026-03-12T07:00:00.000Z" },
    });
    for (const fixed of [
      at("2026-03-10T06:00:00.000Z", { status: "EXPIRED" }),
      at("2026-03-10T06:00:00.000Z", { category: "A", interval: { value: 9, unit: "CYCLES" } }),
      at("2026-03-10T09:30:00.000Z"),
    ])
      expect(inZone(fixed, DENVER, "America/Phoenix")).toBe(fixed);
  });

  const zone = fc.constantFrom(
    "UTC",
    DENVER,
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
  );
  const at = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  const days = fc.integer({ min: 1, max: 400 });

  test("whatever the hour, the zone and the clock changes between", () => {
    fc.assert(
      fc.property(at, days, zone, (date, count, where) => {
        const recordedAt = date.toISOString();
        const end = repairDeadline(recordedAt, count, where);
        expect(localDate(end, where)).toBe(plusDays(localDate(recordedAt, where), count + 1));
        expect(localDate(plusMs(end, -1), where)).toBe(plusDays(localDate(recordedAt, where), count));
      }),
    );
  });

  test("and never earlier for what was written up later, or has more days", () => {
    fc.assert(
      fc.property(at, fc.nat(30 * 86_400_000), days, zone, (date, later, count, where) => {
        const recordedAt = date.toISOString();
        const end = repairDeadline(recordedAt, count, where);
        expect(repairDeadline(plusMs(recordedAt, later), count, where) >= end).toBe(true);
        expect(repairDeadline(recordedAt, count + 1, where) > end).toBe(true);
      }),
    );
  });
});

describe("an interval that", () => {
  const recordedAt = "2026-05-31T12:00:00Z";
  const cycles = { value: 25, unit: "CYCLES" } as const;
  const calendar = { value: 5, unit: "CALENDAR_DAYS" } as const;
  const explicit = "2026-06-04T00:00:00.000Z";
  test.each<[string, Partial<Deadline> & Pick<Deadline, "category">, string | string[]]>([
    ["is missing in category A", { category: "A" }, ["interval"]],
    ["is given in category C", { category: "C", interval: calendar }, ["interval"]],
    ["is counted in cycles without an expiry", { category: "A", interval: cycles }, ["expiresAt"]],
    ["is counted in cycles until an instant", { category: "A", interval: cycles, expiresAt: explicit }, explicit],
    [
      "is counted in cycles until before its start",
      { category: "A", interval: cycles, expiresAt: "2026-05-31T12:00:00.000Z" },
      ["expiresAt"],
    ],
    ["is counted in days with an expiry", { category: "A", interval: calendar, expiresAt: explicit }, ["expiresAt"]],
    ["is the category's with an expiry", { category: "B", expiresAt: explicit }, ["expiresAt"]],
  ])("%s", (_, change, expected) => {
    const expiry = expiryOf(deadline({ recordedAt, ...change }), "UTC");
    expect(typeof expiry === "string" ? expiry : expiry.map(({ path }) => path)).toEqual(expected);
    if (typeof expiry !== "string" && change.expiresAt === undefined)
      expect(expiry[0]?.message).toMatch(/PL-25|only you know/);
  });
});

const now = "2026-06-01T12:00:00.000Z";
const row: MelDeferral = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: now,
  updatedAt: now,
  aircraft: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61", tailNumber: "N123AA" },
  melItem: "34-11-01",
  title: "Pitot heater, right, inoperative",
  category: "B",
  recordedAt: "2026-05-31T12:00:00.000Z",
  deferredAt: "2026-05-31T13:00:00.000Z",
  interval: null,
  expiresAt: "2026-06-04T00:00:00.000Z",
  status: "OPEN",
  extension: null,
  closedAt: null,
  correctiveAction: null,
};
const longer = (days: number) => ({ days, reason: "Part on back order", approvedBy: "Director of Maintenance" });
const inCategory = (category: RepairCategory): MelDeferral => ({
  ...row,
  category,
  interval: category === "A" ? { value: 3, unit: "CALENDAR_DAYS" } : null,
});

describe("an extension", () => {
  test.each(REPAIR_CATEGORIES)("of category %s is possible for B and C alone", (category) => {
    const extended = extend(inCategory(category), longer(1), now, "UTC");
    if (category === "B" || category === "C") expect(extended).toMatchObject({ extension: { at: now } });
    else expect(isFailure(extended) && extended.detail).toContain("OpSpec D095");
  });

  test.each([
    [1, "2026-06-05T00:00:00.000Z"],
    [3, "2026-06-07T00:00:00.000Z"],
  ])("of %i days moves the expiry by as many calendar days", (days, until) => {
    expect(extend(row, longer(days), now, "UTC")).toEqual({
      ...row,
      expiresAt: until,
      extension: { at: now, reason: "Part on back order", approvedBy: "Director of Maintenance", until },
    });
  });

  test("counts calendar days over a clock change too", () => {
    const recordedAt = "2026-03-03T17:00:00.000Z"; // B ends on the 7th, 07:00Z; clocks change on the 8th
    const at = { ...row, recordedAt, deferredAt: recordedAt, expiresAt: "2026-03-07T07:00:00.000Z" };
    expect(extend(at, longer(3), recordedAt, DENVER)).toMatchObject({ expiresAt: "2026-03-10T06:00:00.000Z" });
  });

  test("is at most as long as the interval", () => {
    const refused = extend(row, longer(4), now, "UTC");
    expect(refused).toMatchObject({ code: "invalid_request", facts: { errors: [{ path: "days" }] } });
    expect(isFailure(extend(inCategory("C"), longer(10), now, "UTC"))).toBe(false);
    expect(isFailure(extend(inCategory("C"), longer(11), now, "UTC"))).toBe(true);
  });

  test("is granted before the expiry, not at it, whether or not anyone noticed it yet", () => {
    expect(isFailure(extend(row, longer(1), plusMs(row.expiresAt, -1), "UTC"))).toBe(false);
    expect(extend(row, longer(1), row.expiresAt, "UTC")).toMatchObject({ code: "invalid_transition" });
    expect(extend(expire(row), longer(1), row.expiresAt, "UTC")).toMatchObject({ facts: { allowed: ["CLOSED"] } });
  });

  test("is granted once; repeated as it was it changes nothing", () => {
    const extended = extend(row, longer(1), now, "UTC");
    if (isFailure(extended)) throw new Error(extended.detail);
    expect(extend(extended, longer(1), now, "UTC")).toBe(extended);
    expect(extend(extended, longer(2), now, "UTC")).toMatchObject({ code: "conflict" });
  });
});

describe("a deferral", () => {
  const steps = [
    (from: MelDeferral, at: string) => extend(from, longer(2), at, "UTC"),
    (from: MelDeferral, at: string) =>
      from.status === "OPEN" && statusAt(from.expiresAt, at) === "EXPIRED" ? expire(from) : from,
    (from: MelDeferral, at: string) => close(from, "Heater replaced", at),
  ];

  test("only takes the transitions that there are, and never expires earlier, whatever happens in whatever order", () => {
    const taken = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(48)), { maxLength: 12 });
    fc.assert(
      fc.property(taken, (course) => {
        let at = row;
        let clock = now;
        for (const [step, hours] of course) {
          clock = plusMs(clock, hours * 3_600_000);
          const next = step(at, clock);
          if (isFailure(next)) continue;
          if (next.status !== at.status) expect(TRANSITIONS[at.status]).toContain(next.status);
          expect(next.expiresAt >= at.expiresAt).toBe(true);
          expect(step(next, clock)).toBe(next);
          at = next;
        }
        const stands = { ...at, status: at.status === "CLOSED" ? at.status : statusAt(at.expiresAt, clock) };
        expect(courseFaults(stands, row.expiresAt, clock, "UTC")).toEqual([]);
      }),
    );
  });

  test("is closed once, with what was done", () => {
    const closed = close(expire(row), "Heater replaced", now);
    expect(closed).toEqual({ ...row, status: "CLOSED", closedAt: now, correctiveAction: "Heater replaced" });
    if (isFailure(closed)) throw new Error(closed.detail);
    expect(close(closed, "Something else", now)).toMatchObject({ code: "invalid_transition", facts: { allowed: [] } });
    expect(extend(closed, longer(1), now, "UTC")).toMatchObject({ code: "invalid_transition" });
  });

  test("is not opened when its interval is over", () => {
    expect(openedTooLate(row.expiresAt, plusMs(row.expiresAt, -1))).toEqual([]);
    expect(openedTooLate(row.expiresAt, row.expiresAt)[0]?.message).toContain("PL-25");
  });

  test("needs its announcement 48 hours before the expiry", () => {
    expect(announcedBy(row.expiresAt, "2026-06-01T23:59:59.999Z")).toBe(false);
    expect(announcedBy(row.expiresAt, "2026-06-02T00:00:00.000Z")).toBe(true);
  });
});

describe("an imported course of events", () => {
  const extension = { at: now, reason: "Parts", approvedBy: "DOM", until: "2026-06-07T00:00:00.000Z" };
  const done = { status: "CLOSED", correctiveAction: "Heater replaced" } as const;
  test.each<[string, Partial<MelDeferral>, string[]]>([
    ["is open", {}, []],
    ["is recorded tomorrow", { recordedAt: "2026-06-02T12:00:00.000Z" }, ["recordedAt", "deferredAt"]],
    ["is deferred before the write-up", { deferredAt: "2026-05-31T11:00:00.000Z" }, ["deferredAt"]],
    ["is deferred tomorrow", { deferredAt: "2026-06-02T12:00:00.000Z" }, ["deferredAt"]],
    ["is expired before its time", { status: "EXPIRED" }, ["status"]],
    ["is closed", { ...done, closedAt: now }, []],
    ["is closed some time", done, ["closedAt"]],
    ["is closed somehow", { ...done, closedAt: now, correctiveAction: null }, ["correctiveAction"]],
    ["is closed before it is deferred", { ...done, closedAt: "2026-05-30T12:00:00.000Z" }, ["closedAt"]],
    ["is open and closed", { closedAt: now, correctiveAction: "Done" }, ["closedAt", "correctiveAction"]],
    ["is extended", { extension, expiresAt: extension.until }, []],
    ["is extended in category D", { category: "D", extension }, ["extension"]],
    ["is extended after it expired", { extension: { ...extension, at: "2026-06-04T00:00:00.000Z" } }, ["extension.at"]],
    [
      "is extended by too much",
      { extension: { ...extension, until: plusMs(extension.until, 1) } },
      ["extension.until"],
    ],
    ["is extended by nothing", { extension: { ...extension, until: row.expiresAt } }, ["extension.until"]],
  ])("that %s", (_, change, paths) => {
    expect(courseFaults({ ...row, ...change }, row.expiresAt, now, "UTC").map(({ path }) => path)).toEqual(paths);
  });

  test("is expired when its interval is over", () => {
    const later = "2026-06-05T12:00:00.000Z";
    expect(courseFaults(row, row.expiresAt, later, "UTC").map(({ path }) => path)).toEqual(["status"]);
    expect(courseFaults({ ...row, status: "EXPIRED" }, row.expiresAt, later, "UTC")).toEqual([]);
  });
});
