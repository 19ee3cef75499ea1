import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PARTS } from "../parts.mjs";
import { judge } from "./report.mjs";

const folder = join(import.meta.dirname, "..");

test("a finding is accepted in the part that it is listed for, as a whole, and in no other", () => {
  const listed = "allowed but refused: POST /bookings 422 idempotency_key_reused  ";
  const { open, accepted } = judge("schemathesis", [listed, `${listed}and more`]);
  expect(open).toEqual([`${listed}and more`]);
  expect(accepted).toMatchObject([{ reason: expect.stringContaining("key"), found: [listed] }]);
  expect(judge("prism", [listed])).toEqual({ open: [listed], accepted: [] });
});

test("whatever is accepted is a part's, and has a reason", () => {
  const entries = JSON.parse(readFileSync(join(folder, "accepted.json"), "utf8"));
  const names = PARTS.map(({ name }) => name);
  for (const { part, reason } of entries) expect([names.includes(part), reason.length > 30]).toEqual([true, true]);
});

test("no tool is loaded before it is installed", () => {
  const sources = globSync("{main,parts}.mjs", { cwd: folder }).concat(globSync("{lib,parts}/*.mjs", { cwd: folder }));
  const loaded = sources
    .filter((file) => !file.endsWith(".test.mjs"))
    .flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(/^import [^;]*?"([^"]+)";$/gm)])
    .map(([, from]) => from);
  expect(loaded.length).toBeGreaterThan(30);
  expect(loaded.filter((from) => !/^(node:|\.{1,2}\/)/.test(from))).toEqual([]);
});
