import { describe, expect, test } from "vitest";
import { SPREAD } from "./list-estimate.ts";
import { contains, created, oneOf, range, since } from "./list-filters.ts";
import { FEW_WALKS, type Given, type One, planFor, type Step } from "./list-plan.ts";

const search: One = [contains("search_text", "status"), "tanaka"];
const status: One = [oneOf("status"), ["OPEN"]];
const kinds: One = [oneOf("kind"), ["A", "B"]];
const months: One = [range("on_at", "on_month", "status"), { from: "2024-01-01T00:00:00.000Z", to: null }];
const change: One = [since("updated_at"), "2026-01-01T00:00:00.000Z"];

/** So many matches in each of these places, the newest first; none in the others. */
const only = (matching: number, ...places: number[]): number[] =>
  Array.from({ length: SPREAD.places }, (_, at) => (places.includes(at) ? matching : 0));
const everywhere = (matching: number): number[] => Array.from({ length: SPREAD.places }, () => matching);
const from = (begin: number, matching: number): number[] =>
  Array.from({ length: SPREAD.places }, (_, at) => (at < begin ? 0 : matching));

/** What follows a window in which so many rows matched, where each filter and all of them are seen as told. */
const after = (given: Given, found: number, each: readonly number[][], all = each[0]): Step => {
  const spread = Array.from({ length: SPREAD.places }, (_, place) => [...each, all].map((one) => one?.[place] ?? 0));
  const { next } = planFor(given);
  if (!next) throw new Error("no window");
  return next({ found, spread, few: false, narrows: true });
};
const driverAfter = (...call: Parameters<typeof after>): One | undefined => after(...call).driver;

describe("a search", () => {
  test("of what is rare everywhere is looked up", () => {
    expect(driverAfter([search], 0, [everywhere(0)])).toBe(search);
    expect(driverAfter([search], 2, [only(1, 7, 40)])).toBe(search);
  });

  test("of what is common everywhere is walked to, were it missing among the newest rows", () => {
    expect(driverAfter([search], 40, [everywhere(2)])).toBeUndefined();
    expect(driverAfter([search], 0, [everywhere(1).with(0, 0)])).toBeUndefined();
  });

  test("of what comes in thin clusters, of which most places show nothing, is walked to", () => {
    expect(driverAfter([search], 0, [only(1, 15, 22, 47, 53, 80, 91)])).toBeUndefined();
  });

  test("of what a hundredth of all rows holds is walked to where the newest rows are among them, and else looked up", () => {
    expect(driverAfter([search], 3, [only(1, 15, 40, 80)])).toBeUndefined();
    expect(driverAfter([search], 0, [only(1, 15, 40, 80)])).toBe(search);
  });

  test("of what was common long ago is looked up", () => {
    expect(driverAfter([search], 0, [only(SPREAD.rows, 80, 81)])).toBe(search);
    expect(driverAfter([search], 0, [only(1, 21, 22, 23, 91)])).toBe(search);
  });
});

describe("two filters", () => {
  test("that are common together are walked to in the list's own order", () => {
    expect(driverAfter([search, status], 30, [everywhere(2), everywhere(3)], everywhere(1))).toBeUndefined();
    expect(driverAfter([search, months], 0, [everywhere(1), from(2, 4)], from(2, 1))).toBeUndefined();
  });

  test("that are common alone and never meet are looked up, not walked for through all rows of a state", () => {
    expect(driverAfter([search, status], 0, [only(1, 5, 30, 60), everywhere(1)], everywhere(0))).toBe(search);
  });

  test("of which one leaves few rows are found among those", () => {
    expect(driverAfter([search, status], 0, [everywhere(2), only(1, 50)], everywhere(0))).toBe(status);
  });

  test("that meet in the oldest rows only are read month by month, not walked for past all others", () => {
    expect(driverAfter([kinds, months], 0, [everywhere(2), from(70, 4)], from(70, 2))).toBe(months);
    expect(driverAfter([search, months], 0, [everywhere(1), from(70, 4)], from(70, 1))).not.toBeUndefined();
  });

  test("that have an index in common are both asked of it", () => {
    const { driver, beside } = after([status, months], 0, [everywhere(1), from(70, 4)], from(70, 1));
    expect([driver, beside]).toEqual([months, status]);
  });

  test("are served by a few walks without looking where these are all that they ask for", () => {
    const year: One = [months[0], { from: "2024-01-01T00:00:00.000Z", to: "2025-01-01T00:00:00.000Z" }];
    expect(planFor([status, year])).toEqual({ first: { driver: year, beside: status, rest: [] } });
    const states: One = [status[0], Array.from({ length: FEW_WALKS }, (_, at) => `STATE_${at}`)];
    expect(planFor([states, year]).next).toBeDefined();
  });
});

test("a time of change that leaves few rows drives, whatever else is asked for", () => {
  const { next } = planFor([change, search]);
  expect(next?.({ found: 0, spread: null, few: true, narrows: true }).driver).toBe(change);
});

test("a time of change before all changes never drives", () => {
  const { next } = planFor([change, months]);
  const spread = Array.from({ length: SPREAD.places }, () => [4, 0, 0]);
  expect(next?.({ found: 0, spread, few: false, narrows: false }).driver).not.toBe(change);
});

test("a time of creation bounds whatever is walked", () => {
  const lately: One = [created, { from: "2026-01-01T00:00:00.000Z", to: null }];
  const step = after([search, lately], 0, [everywhere(1), only(4, 0, 1, 2)], only(1, 0, 1, 2));
  expect(step).toEqual({ driver: undefined, rest: [search, lately] });
});
