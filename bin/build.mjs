#!/usr/bin/env node
/** `npm run build`: the console's files, where its sources changed. Everything else runs as it is. */
import { ensureInstalled } from "./lib/install.mjs";
import { projectFolder, say } from "./lib/bootstrap.mjs";
import { ensureConsole } from "./lib/console.mjs";

await ensureInstalled(projectFolder, { development: false, say });
await ensureConsole(projectFolder, say);
