import { expect, test } from "vitest";
import { complianceItemDraft } from "./schema.ts";

test.each([
  ["1899-12-31", false],
  ["1900-01-01", true],
  ["2199-12-31", true],
  ["2200-01-01", false],
  ["9999-12-31", false],
  ["2026-02-30", false],
  [null, true],
])("a due date of %s can be counted on from: %s", (dueOn, valid) => {
  expect(complianceItemDraft.safeParse({ title: "Fire drill", category: "FACILITY", dueOn }).success).toBe(valid);
});
