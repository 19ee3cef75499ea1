import { describe, expect, it } from "vitest";
import { SLACK, trendOf } from "./verdict.ts";

const series = (length: number, value: (index: number) => number): number[] =>
  Array.from({ length }, (_, n) => value(n));

describe("a soak's verdict", () => {
  it("takes what grows while it warms up, and then no more, for flat", () => {
    expect(
      trendOf(
        "memory",
        series(60, (n) => (n < 6 ? 100 + 20 * n : 220 + (n % 3))),
      ).flat,
    ).toBe(true);
  });

  it("sees a leak of half a percent a minute", () => {
    expect(
      trendOf(
        "memory",
        series(60, (n) => 200 + n),
      ).flat,
    ).toBe(false);
  });

  it("sees a descriptor that is left open every other minute", () => {
    expect(
      trendOf(
        "descriptors",
        series(60, (n) => 40 + Math.floor(n / 2)),
        SLACK,
      ).flat,
    ).toBe(false);
  });

  it("forgives a pool that opens a few more", () => {
    expect(
      trendOf(
        "connections",
        series(60, (n) => (n < 40 ? 10 : 18)),
        SLACK,
      ).flat,
    ).toBe(true);
  });
});
