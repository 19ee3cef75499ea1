import { describe, expect, test } from "vitest";
import { plusMs } from "../../lib/time.ts";
import { dutyFaults, lacks, spanOf, startFaults } from "./rules.ts";

const now = "2026-05-31T12:00:00.000Z";
const hours = (count: number): string => plusMs(now, count * 3_600_000);
const duty = (from: number, to: number, blockMinutes = 0) => ({
  reportAt: hours(from),
  releaseAt: hours(to),
  blockMinutes,
});

describe("a trip's duties", () => {
  test.each([
    ["one after another", [duty(0, 8, 400), duty(20, 28)], []],
    ["of exactly 36 hours", [duty(0, 36)], []],
    ["of over 36 hours", [duty(0, 36.1)], ["duties.0.releaseAt"]],
    ["without length", [duty(2, 2)], ["duties.0.releaseAt"]],
    ["that fly as long as they last", [duty(0, 1, 60)], []],
    ["that fly longer than they last", [duty(0, 1, 61)], ["duties.0.blockMinutes"]],
    ["that begin before the one before ends", [duty(0, 8), duty(7, 12)], ["duties.1.reportAt"]],
    ["over more than 31 days", [duty(0, 8), duty(31 * 24, 31 * 24 + 1)], ["duties"]],
  ])("%s are judged", (_, duties, paths) => {
    expect(dutyFaults(duties).map(({ path }) => path)).toEqual(paths);
  });

  test("span the trip, which starts in the future", () => {
    expect(spanOf([duty(1, 8), duty(20, 28)])).toEqual({ startsAt: hours(1), endsAt: hours(28) });
    expect(startFaults(hours(0.01), now)).toEqual([]);
    expect(startFaults(now, now)).toHaveLength(1);
  });
});

test("a trip is flown in one's position, on one's types, from one's base", () => {
  const trip = { position: "CAPTAIN", aircraftType: "B738", base: "DEN" } as const;
  const member = { role: "CAPTAIN", aircraftTypes: ["A320", "B738"], base: "DEN" } as const;
  const found = (change: object) =>
    lacks(trip, { ...member, aircraftTypes: ["A320", "B738"], ...change }).map(({ field }) => field);
  expect(found({})).toEqual([]);
  expect(found({ role: "FIRST_OFFICER" })).toEqual(["position"]);
  expect(found({ aircraftTypes: ["A320"] })).toEqual(["aircraftType"]);
  expect(found({ base: "SEA", role: "INSTRUCTOR", aircraftTypes: [] })).toEqual(["position", "aircraftType", "base"]);
});
