#!/usr/bin/env node
/** `npm start`: everything in one process. Arguments (`-- --roles api`) are passed on. */
import { run } from "./lib/bootstrap.mjs";

await run("apps/server/src/main.ts", ["start", ...process.argv.slice(2)]);
