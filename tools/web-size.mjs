/**
 * What a browser loads before a page's own scripts: the entry of the console's build with all that it imports
 * statically. Compressed as the server sends it, it stays within the budget, and no chart library is in it.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ensureConsole } from "../bin/lib/console.mjs";

const BUDGET_KB = 200;

const project = join(import.meta.dirname, "..");
const dist = join(project, "apps/web/dist");
await ensureConsole(project, (line) => console.error(line));

const manifestFile = join(dist, ".vite/manifest.json");
if (!existsSync(manifestFile)) throw new Error(`${manifestFile} is missing: the console could not be built.`);
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));

/** The chunk with everything that it needs before it runs. */
const withImports = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const one of manifest[key].imports ?? []) withImports(one, seen);
  return seen;
};

const kilobytes = (key) => gzipSync(readFileSync(join(dist, manifest[key].file)), { level: 6 }).length / 1000;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = [...withImports(entry)];
const total = first.reduce((sum, key) => sum + kilobytes(key), 0);
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);

for (const page of pages) {
  const own = [...withImports(page)].filter((key) => !first.includes(key));
  const size = own.reduce((sum, key) => sum + kilobytes(key), 0);
  console.log(`${size.toFixed(1).padStart(7)} kB  ${page}`);
}
console.log(`${total.toFixed(1).padStart(7)} kB  before any page, of ${BUDGET_KB} kB`);
if (total > BUDGET_KB) {
  console.error(
    `The console's first scripts weigh ${total.toFixed(1)} kB compressed; load what is not needed at once lazily.`,
  );
  process.exitCode = 1;
}
