/**
 * `npm run check [name …]`: everything that can be said about the code without running it. All checks run, also after
 * one has failed; the last lines say which failed and how to mend it.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(import.meta.dirname, "..");
const bin = (path) => [process.execPath, join(project, "node_modules", path)];
const script = (path) => [process.execPath, join(project, path)];

const checks = [
  {
    name: "types",
    run: [...bin("typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.json"],
    mend: "see the lines above",
  },
  {
    name: "web types",
    run: [...bin("typescript/bin/tsc"), "--noEmit", "-p", "apps/web/tsconfig.json"],
    mend: "see the lines above",
  },
  { name: "lint", run: [...bin("oxlint/bin/oxlint"), "--quiet"], mend: "see the lines above" },
  {
    name: "format",
    run: [...bin("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."],
    mend: "npm run format",
  },
  { name: "architecture", run: script("tools/architecture/check.mjs"), mend: "each rule says where the code belongs" },
  { name: "generated", run: [...script("tools/generate.mjs"), "--check"], mend: "npm run generate" },
  { name: "contract", run: script("tools/contract/check.mjs"), mend: "see the lines above" },
  { name: "web size", run: script("tools/web-size.mjs"), mend: "import lazily what a first page does not need" },
  { name: "file sizes", run: script("tools/file-size.mjs"), mend: "see the lines above" },
];

const chosen = process.argv.slice(2);
const selected = checks.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const unknown = chosen.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${checks.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const failed = selected.filter(({ name, run: [command, ...args] }) => {
  const began = Date.now();
  const { status } = spawnSync(command, args, { cwd: project, stdio: "inherit" });
  console.error(`${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return status !== 0;
});

for (const { name, mend } of failed) console.error(`${name} failed: ${mend}`);
process.exit(failed.length > 0 ? 1 : 0);
