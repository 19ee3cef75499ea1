import { expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

const KNOWN = ["limit", "cursor", "status", "simulatorId", "traineeId", "instructorId", "from", "to", "updatedSince"];

test.each([
  ["limt", "limit"],
  ["limti", "limit"],
  ["Limit", "limit"],
  ["trainee_id", "traineeId"],
  ["simulator", "simulatorId"],
  ["statuss", "status"],
  ["updated-since", "updatedSince"],
])("%s probably means %s", (name, meant) => {
  expect(nearest(name, KNOWN)).toBe(meant);
});

test.each(["elephant", "x", "", "x".repeat(5000)])("%s means nothing that is known", (name) => {
  expect(nearest(name, KNOWN)).toBeUndefined();
});

test("without a guess, what there is is listed", () => {
  expect(suggestion("elephant", ["limit", "cursor"])).toBe("there are limit, cursor");
  expect(suggestion("elephant", [])).toBe("there is none");
});
