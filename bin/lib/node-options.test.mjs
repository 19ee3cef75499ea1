import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { nodeOptions } from "./node-options.mjs";

/** MB that a Node with these options may fill; three times the space of new objects are within. */
const heapLimit = (options) =>
  Number(
    execFileSync(process.execPath, ["-p", "v8.getHeapStatistics().heap_size_limit / 2 ** 20"], {
      env: { ...process.env, NODE_OPTIONS: options },
      encoding: "utf8",
    }),
  );

const OLD = "--max-old-space-size=256";

test("new objects get 32 MB on any machine, and an operator's own choice counts more", () => {
  expect(heapLimit(nodeOptions(OLD))).toBe(256 + 3 * 32);
  expect(heapLimit(nodeOptions(`${OLD} --max-semi-space-size=8`))).toBe(256 + 3 * 8);
});
