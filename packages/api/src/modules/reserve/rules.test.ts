import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { plusMs } from "../../lib/time.ts";
import type { CrewRole } from "../crew/schema.ts";
import { firstLowAfter } from "./circadian-low.ts";
import {
  callOut,
  courseFaults,
  expire,
  freeAt,
  heldUntil,
  lacksNotice,
  recordAttempt,
  recordNoContact,
  release,
  TRANSITIONS,
  windowFaults,
} from "./rules.ts";
import { reserveAssignment, type ReserveAssignment, RESERVE_STATUSES } from "./schema.ts";
import { windowConflict } from "./windows.ts";

const HOUR = 3_600_000;
const now = "2026-05-31T12:00:00.000Z";
const hours = (count: number): string => plusMs(now, count * HOUR);

const row: ReserveAssignment = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: now,
  updatedAt: now,
  crewMember: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61", name: "Robin Adeyemi" },
  type: "SHORT_CALL",
  base: "DEN",
  windowStart: hours(0),
  windowEnd: hours(12),
  status: "AVAILABLE",
  calledOutAt: null,
  reportAt: null,
  dutyEndsAt: null,
  releasedAt: null,
  attempts: [],
};
const vain = { at: now, method: "PHONE", outcome: "NO_ANSWER" } as const;
const duty = { reportAt: hours(2), dutyEndsAt: hours(8) };

describe("a window", () => {
  test.each([
    ["of exactly 14 hours of short call for a pilot", "SHORT_CALL", "CAPTAIN", 0, 14, []],
    ["of over 14 hours of short call for a pilot", "SHORT_CALL", "FIRST_OFFICER", 0, 14.001, ["windowEnd"]],
    ["of over 14 hours of long call", "LONG_CALL", "CAPTAIN", 0, 24, []],
    ["of over 14 hours of short call for a flight attendant", "SHORT_CALL", "FLIGHT_ATTENDANT", 0, 16, []],
    ["without length", "LONG_CALL", "CAPTAIN", 1, 1, ["windowEnd"]],
    ["of over 31 days", "LONG_CALL", "CAPTAIN", 0, 31 * 24 + 1, ["windowEnd"]],
    ["that began", "LONG_CALL", "CAPTAIN", -1, 4, ["windowStart"]],
  ] as const)("%s is judged", (_, type, role, start, end, paths) => {
    const window = { type, windowStart: hours(start), windowEnd: hours(end) };
    expect(windowFaults(window, role, now).map(({ path }) => path)).toEqual(paths);
    if (end - start <= 31 * 24 && end > start) expect(windowFaults(window, role, now, true)).toEqual([]);
  });
});

describe("the next window of circadian low begins at 02:00 local", () => {
  test.each([
    ["just before it", "2026-01-26T08:59:00.000Z", "America/Denver", "2026-01-26T09:00:00.000Z"],
    ["a day after, at its very begin", "2026-01-26T09:00:00.000Z", "America/Denver", "2026-01-27T09:00:00.000Z"],
    [
      "at the first instant that exists in spring",
      "2026-03-08T05:00:00.000Z",
      "America/Denver",
      "2026-03-08T09:00:00.000Z",
    ],
    ["once in autumn", "2026-11-01T05:00:00.000Z", "America/Denver", "2026-11-01T09:00:00.000Z"],
    ["in UTC", "2026-05-31T12:00:00.000Z", "UTC", "2026-06-01T02:00:00.000Z"],
  ])("%s", (_, instant, zone, begins) => {
    expect(firstLowAfter(instant, zone)).toBe(begins);
  });
});

describe("a pilot's long-call duty (14 CFR 117.21(d))", () => {
  // By this clock it is 12:00, so 02:00 UTC is in 14 hours.
  test.each([
    ["that ends as the low begins needs no notice", 8, 14, false],
    ["that runs into the low needs 12 hours", 11.99, 14.01, true],
    ["that runs into the low gets 12 hours", 12, 14.01, false],
    ["that begins within the low needs none", 14, 16, false],
    ["that begins at 01:59 has them", 13.98, 20, false],
  ])("%s", (_, report, end, short) => {
    expect(lacksNotice({ reportAt: hours(report), dutyEndsAt: hours(end) }, now, "UTC")).toBe(short);
  });

  test("without notice is refused by its source, for pilots and long call only", () => {
    const late = { reportAt: hours(6), dutyEndsAt: hours(16) };
    const long: ReserveAssignment = { ...row, type: "LONG_CALL", windowEnd: hours(24) };
    const refused = callOut(long, late, "CAPTAIN", now, "UTC");
    expect(isFailure(refused) && refused.detail).toContain("14 CFR 117.21(d)");
    expect(callOut(long, late, "FLIGHT_ATTENDANT", now, "UTC")).toMatchObject({ status: "CALLED_OUT" });
    expect(callOut(row, late, "CAPTAIN", now, "UTC")).toMatchObject({
      status: "CALLED_OUT",
      calledOutAt: now,
      ...late,
    });
  });
});

describe("a call-out", () => {
  test.each([
    ["into the past", -1, 4],
    ["before the window", 1, 4],
    ["without length", 3, 3],
    ["of over 36 hours", 3, 40],
  ])("%s is refused", (_, report, end) => {
    const future = { ...row, windowStart: hours(2), windowEnd: hours(12) };
    expect(callOut(future, { reportAt: hours(report), dutyEndsAt: hours(end) }, "CAPTAIN", now, "UTC")).toMatchObject({
      code: "invalid_request",
    });
  });

  test("after the window is refused: time releases", () => {
    for (const step of [callOut(row, duty, "CAPTAIN", hours(12), "UTC"), recordNoContact(row, hours(12))])
      expect(step).toMatchObject({ code: "invalid_transition", facts: { allowed: ["RELEASED"] } });
  });
});

test("no contact needs a recorded attempt that did not reach the person", () => {
  expect(isFailure(recordNoContact(row, now))).toBe(true);
  expect(isFailure(recordNoContact({ ...row, attempts: [{ ...vain, outcome: "REACHED" }] }, now))).toBe(true);
  expect(recordNoContact({ ...row, attempts: [vain] }, now)).toMatchObject({ status: "NO_CONTACT" });
});

const steps = {
  callOut: (from: ReserveAssignment) => callOut(from, duty, "CAPTAIN", now, "UTC"),
  attempt: (from: ReserveAssignment) => recordAttempt(from, vain),
  noContact: (from: ReserveAssignment) => recordNoContact(from, now),
  release: (from: ReserveAssignment) => release(from, now),
};
const taken = fc.array(fc.constantFrom(...Object.values(steps)), { maxLength: 12 });

describe("a reserve assignment", () => {
  test("only takes the transitions that there are, and stays one that could be imported", () => {
    fc.assert(
      fc.property(taken, (path) => {
        let at = row;
        for (const take of path) {
          const next = take(at);
          if (isFailure(next)) continue;
          if (next.status !== at.status) expect(TRANSITIONS[at.status]).toContain(next.status);
          expect(reserveAssignment.parse(next)).toEqual(next);
          expect(courseFaults(next)).toEqual([]);
          expect(heldUntil(next) <= freeAt(next)).toBe(true);
          at = next;
        }
      }),
    );
  });

  test("is the very same after a transition that is repeated", () => {
    for (const status of RESERVE_STATUSES) {
      for (const take of [steps.callOut, steps.noContact, steps.release]) {
        const once = take({ ...row, status, attempts: [vain] });
        if (!isFailure(once)) expect(take(once)).toBe(once);
      }
    }
  });

  test("is free as of the window's end, whenever time or a person gets to it", () => {
    expect(expire(row).releasedAt).toBe(row.windowEnd);
    expect(release(row, hours(99))).toEqual(expire(row));
    expect(release({ ...row, status: "CALLED_OUT", ...duty, calledOutAt: now }, hours(99))).toMatchObject({
      releasedAt: hours(99),
    });
  });
});

describe("another window of the same person", () => {
  const other = (start: number, end: number, change: Partial<ReserveAssignment> = {}): ReserveAssignment => ({
    ...row,
    id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f62",
    windowStart: hours(start),
    windowEnd: hours(end),
    ...change,
  });
  const calledOut = (start: number, report: number): ReserveAssignment =>
    other(start, 40, { type: "LONG_CALL", reportAt: hours(report), dutyEndsAt: hours(report + 2) });
  const conflict = (one: ReserveAssignment, role: CrewRole = "CAPTAIN") =>
    windowConflict(one, [row], role)?.detail ?? "";

  test.each([
    ["that overlaps is refused for anyone", other(11, 20), "FLIGHT_ATTENDANT", "overlap"],
    ["10 hours later is fine", other(22, 30), "CAPTAIN", ""],
    ["under 10 hours later is refused for pilots", other(21.99, 30), "CAPTAIN", "117.25(e)"],
    ["under 10 hours before is refused for pilots", other(-12, -9.99), "CAPTAIN", "117.25(e)"],
    ["under 10 hours later is fine for a flight attendant", other(12, 30), "FLIGHT_ATTENDANT", ""],
    ["of long call right after is fine", other(12, 30, { type: "LONG_CALL" }), "CAPTAIN", ""],
    ["of long call whose duty begins 10 hours later is fine", calledOut(12, 22), "CAPTAIN", ""],
    ["of long call whose duty begins under 10 hours later is refused", calledOut(12, 21.99), "CAPTAIN", "117.25(e)"],
    ["of long call with a duty soon is fine for a flight attendant", calledOut(12, 13), "FLIGHT_ATTENDANT", ""],
    ["of long call right before is fine", other(-12, 0, { type: "LONG_CALL" }), "CAPTAIN", ""],
    [
      "of long call whose duty ends under 10 hours before is refused",
      other(-12, -11, { type: "LONG_CALL", reportAt: hours(-11), dutyEndsAt: hours(-9) }),
      "CAPTAIN",
      "117.25(e)",
    ],
    ["that was released before it began is nothing", other(0, 4, { releasedAt: hours(-1) }), "CAPTAIN", ""],
  ] as const)("%s", (_, one, role, because) => {
    const found = conflict(one, role);
    if (because === "") expect(found).toBe("");
    else expect(found).toContain(because);
  });
});
