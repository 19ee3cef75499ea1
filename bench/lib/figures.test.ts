import { expect, test } from "vitest";
import { atLeast, atMost, figureTable, isReached, say } from "./figures.ts";

test("a floor is kept from the bound upwards, a limit from the bound downwards", () => {
  expect([0.27, 0.28, 0.29].map((value) => isReached(atLeast(0.28, { what: "of pgbench", value })))).toEqual([
    false,
    true,
    true,
  ]);
  expect([1.19, 1.2, 1.21].map((value) => isReached(atMost(1.2, { what: "growth", value })))).toEqual([
    true,
    true,
    false,
  ]);
});

test("a sentence and a row say the same, with the bound from where it is declared", () => {
  const figure = atLeast(0.28, { what: "of pgbench", value: 0.3, aim: 0.35 });
  expect(say(figure)).toBe("**of pgbench: 0.30** (floor 0.28, aim 0.35)");
  expect(figureTable([["list", [figure]]])).toContain(
    "| [list](list.md) | of pgbench | 0.30 | ≥ 0.28 | 0.35 | reached; not the aim |",
  );
});

test("what is missed stands out", () => {
  const slow = atMost(3, { what: "start", value: 3.4, unit: "s" });
  expect(figureTable([["start", [slow]]])).toContain("| 3.40 s | ≤ 3.00 s | – | **missed** |");
});

test("a miss by less than the last digit does not read like the bound", () => {
  const near = atLeast(0.25, { what: "of bare", value: 0.246 });
  expect(say(near)).toBe("**of bare: 0.246** (floor 0.25)");
  expect(say({ ...near, value: 0.2499 })).toBe("**of bare: 0.2499** (floor 0.25)");
  expect(say(atLeast(0.25, { what: "of bare", value: 0.254 }))).toBe("**of bare: 0.25** (floor 0.25)");
});
