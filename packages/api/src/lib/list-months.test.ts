import { expect, test } from "vitest";
import { partsOf } from "./list-months.ts";

test.each([
  ["ends with a month: nothing of the next is read", [null, "2026-10-01"], [null, "2026-10-01"], []],
  ["ends within a month", [null, "2026-10-06"], [null, "2026-10-01"], [["2026-10-01", "2026-10-06"]]],
  ["begins with a month", ["2026-10-01", null], ["2026-10-01", null], []],
  ["begins within a month", ["2026-02-25", null], ["2026-03-01", null], [["2026-02-25", "2026-03-01"]]],
  ["begins and ends within one month", ["2026-10-02", "2026-10-30"], ["2026-10-02", "2026-10-30"], []],
  [
    "ends with the month in which it begins",
    ["2026-10-02", "2026-11-01"],
    ["2026-11-01", "2026-11-01"],
    [["2026-10-02", "2026-11-01"]],
  ],
  [
    "begins within one year and ends within another",
    ["2025-12-31", "2027-01-02"],
    ["2026-01-01", "2027-01-01"],
    [
      ["2025-12-31", "2026-01-01"],
      ["2027-01-01", "2027-01-02"],
    ],
  ],
  [
    "ends an instant into a month",
    [null, "2026-10-01T00:00:00.001Z"],
    [null, "2026-10-01T00:00:00.000Z"],
    [["2026-10-01T00:00:00.000Z", "2026-10-01T00:00:00.001Z"]],
  ],
  ["ends with a month, written as an instant", [null, "2026-10-01T00:00:00Z"], [null, "2026-10-01T00:00:00Z"], []],
  ["begins in the last month that a year of four digits has", ["9999-12-30", null], ["9999-12-30", null], []],
  ["ends in the first century", [null, "0026-10-02"], [null, "0026-10-01"], [["0026-10-01", "0026-10-02"]]],
] as const)("a span that %s", (_, [from, to], [first, last], ends) => {
  expect(partsOf({ from, to })).toEqual({
    months: { from: first, to: last },
    ends: ends.map(([begin, end]) => ({ from: begin, to: end })),
  });
});
