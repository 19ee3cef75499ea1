import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./packages/testing/src/until.ts";

export default defineConfig({
  test: {
    include: ["{apps,packages}/*/src/**/*.test.ts", "bench/**/*.test.ts", "{bin,tools}/**/*.test.{ts,mjs}"],
    exclude: ["**/node_modules/**", "**/fixtures/**"],
    // The console as its sources say; one PostgreSQL server for the whole run, one cloned database per test file.
    globalSetup: ["bin/lib/console-setup.mjs", "packages/testing/src/global-setup.ts"],
    // Processes, not threads: signals, process.exit and a parent-death tie behave as in production only there.
    pool: "forks",
    // Real servers on a shared two-core machine; a hang is still found, a slow minute is not a failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    // A test that logs is a test whose output nobody reads.
    silent: "passed-only",
  },
});
