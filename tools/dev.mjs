/**
 * `npm run dev`: the console from its sources, with changes shown as they are saved, in front of a running server
 * (`npm start` in another terminal; AA_SERVER names one elsewhere).
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(import.meta.dirname, "..");
const vite = join(project, "node_modules/vite/bin/vite.js");
const { status } = spawnSync(process.execPath, [vite, ...process.argv.slice(2)], {
  cwd: join(project, "apps/web"),
  stdio: "inherit",
});
process.exitCode = status ?? 1;
