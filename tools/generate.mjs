/**
 * `npm run generate`: writes every generated file anew, in the order in which they depend on each other.
 * With `--check` it only compares, and exits 1 when one is stale.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(import.meta.dirname, "..");

/** Each takes `--check` itself. */
export const generators = [
  { what: "schema.sql and row types", script: "packages/db/src/generate.ts" },
  { what: "OpenAPI document", script: "packages/api/src/http/generate.ts" },
];

for (const { what, script } of generators) {
  console.error(`${what} (${script}) …`);
  const { status } = spawnSync(process.execPath, [join(project, script), ...process.argv.slice(2)], {
    cwd: project,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
