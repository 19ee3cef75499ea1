import fc from "fast-check";
import { expect, test } from "vitest";
import { drawLots, lotsPerDraw } from "./draw-lots.ts";

const seedOf = (n: number): string => n.toString(16).padStart(64, "0");
const poolOf = (size: number): string[] => Array.from({ length: size }, (_, n) => `person-${n}`);

/** Upper 99.99 % quantile of chi-squared (Wilson–Hilferty): a fair draw exceeds it once in 10,000 seeds' sets. */
const CRITICAL = 3.719;
const limit = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + CRITICAL * Math.sqrt(2 / (9 * freedom))) ** 3;
const chiSquared = (counts: readonly number[], expected: number): number =>
  counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

test("everyone has the same chance, at each place of the draw and together", () => {
  const [size, count, rounds] = [7, 3, 14_000];
  const pool = poolOf(size);
  const places = Array.from({ length: count }, () => new Map<string, number>());
  const sets = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const drawn = drawLots({ seed: seedOf(round), pool, count });
    for (const [place, person] of drawn.entries()) places[place]?.set(person, (places[place].get(person) ?? 0) + 1);
    const set = drawn.toSorted().join();
    sets.set(set, (sets.get(set) ?? 0) + 1);
  }
  for (const counts of places) {
    expect(counts.size).toBe(size);
    expect(chiSquared([...counts.values()], rounds / size)).toBeLessThan(limit(size - 1));
  }
  expect(sets.size).toBe(35); // 7 over 3
  expect(chiSquared([...sets.values()], rounds / 35)).toBeLessThan(limit(34));
});

test("draws by the documented algorithm: these lots give these people on every machine", () => {
  expect(drawLots({ seed: seedOf(1), pool: poolOf(10), count: 4 })).toMatchInlineSnapshot(`
    [
      "person-8",
      "person-5",
      "person-2",
      "person-4",
    ]
  `);
});

test("draws different people, out of the pool, as many as wanted, and the same ones again", () => {
  const seed = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }).map((n) => n.toString(16).padStart(64, "0"));
  fc.assert(
    fc.property(seed, fc.nat(60), fc.nat(80), (given, size, count) => {
      const pool = poolOf(size);
      const drawn = drawLots({ seed: given, pool, count });
      expect(drawn).toHaveLength(Math.min(size, count));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.every((person) => pool.includes(person))).toBe(true);
      expect(drawLots({ seed: given, pool, count })).toEqual(drawn);
    }),
  );
});

test.each([
  [200, 25, 4, 13],
  [200, 10, 4, 5],
  [3, 10, 12, 1],
  [100, 25, 1, 25],
])("of %i people at %i %% in %i draws a year, %i each time", (size, percent, draws, count) => {
  expect(lotsPerDraw(size, percent, draws)).toBe(count);
  expect(count * draws).toBeGreaterThanOrEqual((size * percent) / 100);
});
