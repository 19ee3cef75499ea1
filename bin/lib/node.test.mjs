import { expect, test } from "vitest";
import { findNode, runsTypeScript } from "./node.mjs";

test.each([
  ["18.20.0", false],
  ["20.20.2", false],
  ["22.17.1", false],
  ["22.18.0", true],
  ["23.11.0", false],
  ["24.0.0", true],
  ["26.1.0", true],
])("Node %s runs TypeScript without a flag: %s", (version, runs) => expect(runsTypeScript(version)).toBe(runs));

test("the running Node is used where it is new enough", () => expect(findNode("/nowhere")).toBe(process.execPath));
