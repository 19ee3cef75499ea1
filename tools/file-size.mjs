/**
 * A file holds one idea: 300 lines at the most for what the linter does not read (SQL, shell, styles), and no
 * committed file over 1 MB. Generated files are longer, and nobody reads them.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const MAX_LINES = 300;
const MAX_BYTES = 1_000_000;
const GENERATED = /[.]gen[.]|^packages\/db\/schema[.]sql$|openapi[.]json$|package-lock[.]json$/;

const project = join(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: project })
  .toString()
  .split("\0")
  .filter((path) => path && statSync(join(project, path), { throwIfNoEntry: false })?.isFile());

const problems = files.flatMap((path) => {
  if (statSync(join(project, path)).size > MAX_BYTES) return [`${path}: over 1 MB; keep it elsewhere, or generate it`];
  if (GENERATED.test(path) || !/[.](sql|sh|css|mjs|ts|tsx)$|^[.]ci\/run$/.test(path)) return [];
  const lines = readFileSync(join(project, path), "utf8").split("\n").length - 1;
  return lines > MAX_LINES ? [`${path}: ${lines} lines; at most ${MAX_LINES}, split it by idea`] : [];
});

for (const problem of problems) console.error(problem);
console.log(`file sizes: ${files.length} files, ${problems.length} too large`);
process.exit(problems.length > 0 ? 1 : 0);
