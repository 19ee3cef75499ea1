/**
 * `node tools/architecture/check.mjs`: the import rules hold, and each of them can still fail.
 * Exit 1 when an import breaks a rule, when a planted violation goes unseen, or when files were not read.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isInstalled } from "../../bin/lib/installed.mjs";
import { legal, links } from "./legal.mjs";
import { rules } from "./rules.mjs";

const here = import.meta.dirname;
const project = join(here, "../..");
let failures = 0;

const fail = (line) => {
  failures += 1;
  console.error(line);
};

const install = () => {
  if (isInstalled(here, { development: true })) return;
  console.error("architecture: installing dependency-cruiser …");
  const fromNpm = process.env.npm_execpath?.endsWith("npm-cli.js");
  const [command, ...first] = fromNpm ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const { status } = spawnSync(command, [...first, "ci", "--loglevel=error"], { cwd: here, stdio: [0, 2, 2] });
  if (status !== 0) throw new Error(`npm ci failed in ${here}`);
};

/** Writes a tree into a folder of its own and removes it after use. */
const withTree = async (files, use) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "architecture-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${text}\n`);
    }
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(join(root, target), join(root, path), "dir");
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const describe = ({ rule, from, to, comment }) => `${rule}: ${from} → ${to}\n    ${comment}`;

const judgeProject = async (cruiseTree, forbidden) => {
  const { files, imports, unread, violations } = await cruiseTree(project, forbidden);
  for (const violation of violations) fail(describe(violation));
  for (const file of unread) fail(`not read: ${file}`);
  if (files === 0 || imports === 0) fail(`nothing was read: ${files} files, ${imports} imports`);
  return `${files} files, ${imports} imports`;
};

const proveRules = async (cruiseTree, forbidden) => {
  const clean = await withTree(legal, (root) => cruiseTree(root, forbidden));
  for (const violation of clean.violations) fail(`a legal import is refused: ${describe(violation)}`);
  for (const { rule, plant } of rules) {
    const { violations } = await withTree({ ...legal, ...plant }, (root) => cruiseTree(root, forbidden));
    if (!violations.some((violation) => violation.rule === rule.name && violation.from in plant)) {
      fail(`${rule.name} did not fire on its planted violation (${Object.keys(plant).join(", ")})`);
    }
  }
};

install();
const { cruiseTree } = await import("./cruise.mjs");
const forbidden = rules.map(({ rule }) => rule);
const seen = await judgeProject(cruiseTree, forbidden);
await proveRules(cruiseTree, forbidden);
if (failures > 0) {
  console.error(`architecture: ${failures} failure(s) (${seen})`);
  process.exit(1);
}
console.log(`architecture: ${seen}; ${rules.length} rules hold, each seen to fail on a planted violation`);
