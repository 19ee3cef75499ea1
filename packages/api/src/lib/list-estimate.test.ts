import { expect, test } from "vitest";
import { isWalkCheaper, SPREAD } from "./list-estimate.ts";

/** So many matches in each of these places, the newest first; none in the others. */
const spreadOf = (matching: number, ...places: number[]): number[] =>
  Array.from({ length: SPREAD.places }, (_, at) => (places.includes(at) ? matching : 0));
const everywhere = (matching: number): number[] => Array.from({ length: SPREAD.places }, () => matching);

test("what is rare everywhere is looked up", () => {
  expect(isWalkCheaper({ hits: 0, spread: everywhere(0) }, 1)).toBe(false);
  expect(isWalkCheaper({ hits: 2, spread: spreadOf(1, 7, 40) }, 1)).toBe(false);
});

test("what is common everywhere is walked to, were it missing among the newest rows", () => {
  expect(isWalkCheaper({ hits: 40, spread: everywhere(2) }, 1)).toBe(true);
  expect(isWalkCheaper({ hits: 0, spread: everywhere(1).with(0, 0) }, 1)).toBe(true);
});

test("what comes in thin clusters, of which most places show nothing, is walked to", () => {
  expect(isWalkCheaper({ hits: 0, spread: spreadOf(1, 15, 22, 47, 53, 80, 91) }, 1)).toBe(true);
});

test("what was common long ago is looked up", () => {
  expect(isWalkCheaper({ hits: 0, spread: spreadOf(SPREAD.rows, 80, 81) }, 1)).toBe(false);
  expect(isWalkCheaper({ hits: 0, spread: spreadOf(1, 21, 22, 23, 91) }, 1)).toBe(false);
});

test("what two places show is no reason to walk through two states", () => {
  expect(isWalkCheaper({ hits: 3, spread: spreadOf(3, 10, 60) }, 2)).toBe(false);
});

test("the more walks are merged, the more common a word must be", () => {
  const sought = { hits: 4, spread: spreadOf(1, 5, 15, 22, 47, 53, 80, 91) };
  expect(isWalkCheaper(sought, 1)).toBe(true);
  expect(isWalkCheaper(sought, 24)).toBe(false);
});

test("a page that was full needs no estimate", () => {
  expect(isWalkCheaper({ hits: 300, spread: null }, 30)).toBe(true);
});
