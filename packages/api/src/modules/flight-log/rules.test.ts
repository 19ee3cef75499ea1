import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flightFaults, type Logged } from "./rules.ts";

const now = "2026-05-31T12:00:00.000Z";
const flight = (change: Partial<Logged> = {}): Logged => ({
  date: "2026-05-30",
  blockOff: "2026-05-30T14:00:00.000Z",
  blockOn: "2026-05-30T16:30:30.000Z",
  totalMinutes: 151,
  picMinutes: 100,
  sicMinutes: 51,
  nightMinutes: 0,
  instrumentMinutes: 151,
  ...change,
});
const noBlock = { blockOff: null, blockOn: null };

describe("a logged flight", () => {
  test.each<[string, Partial<Logged>, string[]]>([
    ["whose total is the block time, rounded up", {}, []],
    ["longer than its block time", { totalMinutes: 152 }, ["totalMinutes"]],
    ["of an old logbook, without block times", { ...noBlock, totalMinutes: 400 }, []],
    ["with half of its block times", { blockOn: null }, ["blockOn"]],
    ["with the other half", { blockOff: null }, ["blockOff"]],
    ["that ends when it begins", { blockOn: "2026-05-30T14:00:00.000Z" }, ["blockOn"]],
    ["that ends after now", { blockOn: "2026-05-31T12:00:01.000Z" }, ["blockOn"]],
    ["across midnight UTC, logged by the local date", { date: "2026-05-29" }, []],
    ["logged two days off its block times", { date: "2026-05-28" }, ["blockOff"]],
    ["of the day after tomorrow", { ...noBlock, date: "2026-06-02" }, ["date"]],
    ["of today on the far side of the date line", { ...noBlock, date: "2026-06-01" }, []],
    ["with more night than flight", { nightMinutes: 152 }, ["nightMinutes"]],
    [
      "with every part too long",
      { totalMinutes: 10, nightMinutes: 11 },
      ["picMinutes", "sicMinutes", "nightMinutes", "instrumentMinutes"],
    ],
    ["in command and second in command at once", { picMinutes: 100, sicMinutes: 52 }, ["sicMinutes"]],
  ])("%s", (_, change, paths) => {
    expect(flightFaults(flight(change), now).map(({ path }) => path)).toEqual(paths);
  });

  test("never has a part that exceeds the whole, whatever is claimed", () => {
    const minutes = fc.integer({ min: 0, max: 1440 });
    const claims = fc.record({
      totalMinutes: minutes,
      picMinutes: minutes,
      sicMinutes: minutes,
      nightMinutes: minutes,
      instrumentMinutes: minutes,
    });
    fc.assert(
      fc.property(claims, (claim) => {
        const { totalMinutes: total, picMinutes: pic, sicMinutes: sic } = claim;
        const fits = pic + sic <= total && claim.nightMinutes <= total && claim.instrumentMinutes <= total;
        expect(flightFaults(flight({ ...noBlock, ...claim }), now).length === 0).toBe(fits);
      }),
    );
  });
});
