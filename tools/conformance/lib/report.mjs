import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { here } from "./tools.mjs";

const file = join(project, "docs/proof/conformance.md");

/** `{ part, finding (a regular expression over the whole finding), reason }`. */
const accepted = JSON.parse(readFileSync(join(here, "accepted.json"), "utf8")).map((entry) => ({
  ...entry,
  pattern: new RegExp(`^${entry.finding}$`, "s"),
}));

/** Splits a part's findings into those that are `accepted`, each entry with what it took, and those that are `open`. */
export const judge = (part, findings) => {
  const entryOf = (finding) => accepted.find((entry) => entry.part === part && entry.pattern.test(finding));
  const taken = Map.groupBy(findings, entryOf);
  const open = taken.get(undefined) ?? [];
  taken.delete(undefined);
  return { open, accepted: [...taken].map(([entry, found]) => ({ ...entry, found })) };
};

const git = (...args) => execFileSync("git", args, { cwd: project, encoding: "utf8" }).trim();

/** The commit, and whether what ran is that commit. */
const commit = () => {
  if (!existsSync(join(project, ".git"))) return "unknown";
  const changed = git("status", "--porcelain", "--", "packages", "apps", "tools", "bin", "docs/api") !== "";
  return `${git("rev-parse", "--short", "HEAD")}${changed ? " (with changes that were not committed)" : ""}`;
};

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const verdict = ({ open, failed }) => (failed ? "could not run" : open.length > 0 ? `${open.length} open` : "none");

const row = (result) => {
  const kinds = result.accepted.length === 0 ? "–" : result.accepted.length;
  return `| ${cell(result.tool)} | ${cell(result.did)} | ${verdict(result)} | ${kinds} | ${result.seconds.toFixed(0)} s |`;
};

/** The page for a complete run that began at `began`. */
export const writeReport = (results, seeds, began) => {
  const reasons = results.flatMap(({ tool, accepted: entries }) =>
    entries.map(({ finding, reason }) => `| ${tool} | \`${cell(finding)}\` | ${cell(reason)} |`),
  );
  const open = results.flatMap(({ tool, open: findings }) => findings.map((finding) => `- ${tool}: ${cell(finding)}`));
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`;
  const minutes = ((Date.now() - began.getTime()) / 60_000).toFixed(0);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `# What a stranger's tools say

\`npm run conformance -- --seeds ${seeds.join(",")}\` at ${began.toISOString().slice(0, 16).replace("T", " ")} UTC, commit ${commit()}, in ${minutes} minutes: ${machine}. A fresh server with its first data; nothing here was written by its authors but the few lines that call each tool. What of the linters' rules is switched off stands, with its reason, in [tools/contract/redocly.yaml](../../tools/contract/redocly.yaml) and [spectral.yaml](../../tools/contract/spectral.yaml).

| tool | what it did | open findings | kinds accepted with a reason | took |
| --- | --- | --- | --- | --- |
${results.map(row).join("\n")}
${open.length > 0 ? `\n## Open\n\n${open.join("\n")}\n` : ""}
## Accepted, and why

${reasons.length > 0 ? `| tool | finding | reason |\n| --- | --- | --- |\n${reasons.join("\n")}` : "None."}
`,
  );
};
