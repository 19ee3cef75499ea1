import { expect, test } from "vitest";
import { isWalkCheaper, SPREAD } from "./list-estimate.ts";

/** So many matches in each place, the newest first; none in those that are not named. */
const spreadOf = (...matching: number[]): number[] =>
  Array.from({ length: SPREAD.places }, (_, at) => matching[at] ?? 0);
const everywhere = (matching: number): number[] => Array.from({ length: SPREAD.places }, () => matching);

test("what is rare everywhere is looked up", () => {
  expect(isWalkCheaper({ hits: 0, spread: spreadOf() }, 1)).toBe(false);
  expect(isWalkCheaper({ hits: 2, spread: spreadOf(0, 1, 0, 0, 1) }, 1)).toBe(false);
});

test("what is common everywhere is walked to, were it missing among the newest rows", () => {
  expect(isWalkCheaper({ hits: 40, spread: everywhere(2) }, 1)).toBe(true);
  expect(isWalkCheaper({ hits: 0, spread: spreadOf(0, ...everywhere(12).slice(1)) }, 1)).toBe(true);
});

test("what was common long ago is looked up", () => {
  expect(isWalkCheaper({ hits: 0, spread: spreadOf(...Array.from({ length: 15 }, () => 0), 12) }, 1)).toBe(false);
});

test("the more walks are merged, the more common a word must be", () => {
  const sought = { hits: 4, spread: everywhere(1) };
  expect(isWalkCheaper(sought, 1)).toBe(true);
  expect(isWalkCheaper(sought, 24)).toBe(false);
});

test("a page that was full needs no estimate", () => {
  expect(isWalkCheaper({ hits: 300, spread: null }, 30)).toBe(true);
});
