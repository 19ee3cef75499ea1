#!/usr/bin/env node
/** `npm test`: every test. Arguments (`-- bookings`, `-- --update`) are passed on to vitest. */
import { run, say } from "./lib/bootstrap.mjs";
import { ensureChromium } from "./lib/chromium.mjs";

const summary = ["--reporter=default", "--reporter=./bin/lib/summary-reporter.mjs"];

await run("node_modules/vitest/vitest.mjs", ["run", ...process.argv.slice(2)], {
  development: true,
  prepare: async () => ({ args: summary, env: await ensureChromium(say) }),
});
