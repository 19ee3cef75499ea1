import { expect, test } from "vitest";
import { partsOf } from "./list-months.ts";

test.each([
  ["ends with a month: nothing of the next is read", [null, "2026-10-01"], [null, "2026-10-01"], []],
  ["ends a few days into a month", [null, "2026-10-05"], [null, "2026-10-01"], [["2026-10-01", "2026-10-05"]]],
  ["ends more than a few days into a month", [null, "2026-10-06"], [null, "2026-10-06"], []],
  ["begins with a month", ["2026-10-01", null], ["2026-10-01", null], []],
  [
    "begins a few days before a month's end",
    ["2026-02-25", null],
    ["2026-03-01", null],
    [["2026-02-25", "2026-03-01"]],
  ],
  ["begins more than a few days before it", ["2026-10-27", null], ["2026-10-27", null], []],
  [
    "begins with few days of one year and ends with few of another",
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
  ["begins in the last month that a year of four digits has", ["9999-12-30", null], ["9999-12-30", null], []],
  ["ends in the first century", [null, "0026-10-02"], [null, "0026-10-01"], [["0026-10-01", "0026-10-02"]]],
] as const)("a span that %s", (_, [from, to], [first, last], ends) => {
  expect(partsOf({ from, to })).toEqual({
    months: { from: first, to: last },
    ends: ends.map(([begin, end]) => ({ from: begin, to: end })),
  });
});
