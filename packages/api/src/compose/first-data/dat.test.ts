import { describe, expect, test } from "vitest";
import { TEST_REASONS, TEST_RESULTS, TEST_STATUSES } from "../../modules/dat/schema.ts";
import { reasonFaults } from "../../modules/dat/rules.ts";
import { generate } from "./generate.ts";

const now = "2026-07-15T16:20:00.000Z";
const data = generate({ seed: 21, now, zone: "America/Denver", scale: 0.1 });
const tests = data.datTests;
const distinct = <Value>(values: readonly Value[]) => new Set(values.filter((value) => value !== undefined));

describe("the first start's drug and alcohol tests", () => {
  test("show every state, result and reason that there is, the random ones by draws", () => {
    expect(distinct(tests.map(({ status = "SELECTED" }) => status))).toEqual(new Set(TEST_STATUSES));
    expect(distinct(tests.map(({ result }) => result))).toEqual(new Set(TEST_RESULTS));
    expect(new Set(tests.map(({ reason }) => reason).concat("RANDOM"))).toEqual(new Set(TEST_REASONS));
    expect(tests.map(({ reason }) => reason)).not.toContain("RANDOM");
    for (const { testType, reason } of tests) expect(reasonFaults(testType, reason)).toEqual([]);
  });

  test("are drawn quarter by quarter, each draw by a seed of its own and none in the future", () => {
    expect(data.datDraws.map(({ testType }) => testType)).toEqual(Array(4).fill(["DRUG", "ALCOHOL"]).flat());
    expect(distinct(data.datDraws.map(({ seed }) => seed)).size).toBe(8);
    for (const { seed, drawnAt } of data.datDraws) {
      expect(seed).toMatch(/^[0-9a-f]{64}$/);
      expect(drawnAt < now).toBe(true);
    }
  });
});
