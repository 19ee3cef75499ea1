#!/usr/bin/env node
/** `npx aa …`: the operator's command line. */
import { run } from "./lib/bootstrap.mjs";

await run("apps/server/src/main.ts", process.argv.slice(2));
