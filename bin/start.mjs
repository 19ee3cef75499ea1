#!/usr/bin/env node
/** `npm start`: everything in one process. Arguments (`-- --roles api`) are passed on. */
import { projectFolder, run, say } from "./lib/bootstrap.mjs";
import { ensureConsole } from "./lib/console.mjs";

await run("apps/server/src/main.ts", ["start", ...process.argv.slice(2)], {
  prepare: async () => {
    await ensureConsole(projectFolder, say);
    return {};
  },
});
