#!/usr/bin/env node
/** `node bin/run.mjs script.ts …`: any script of the project, in a Node that runs TypeScript. */
import { run, say } from "./lib/bootstrap.mjs";

const [script, ...args] = process.argv.slice(2);
if (script) await run(script, args, { development: true });
else {
  say("Which script? node bin/run.mjs <script> [arguments]");
  process.exitCode = 2;
}
