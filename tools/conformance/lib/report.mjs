import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { here } from "./tools.mjs";

const file = join(project, "docs/proof/conformance.md");

/** `{ part, finding (a regular expression over the whole finding), reason }`. */
const accepted = JSON.parse(readFileSync(join(here, "accepted.json"), "utf8")).map((entry) => ({
  ...entry,
  pattern: new RegExp(`^${entry.finding}$`, "s"),
}));

/** Splits a part's findings into those that are accepted, each with its entry, and those that are not. */
export const judge = (part, findings) => {
  const entryOf = (finding) => accepted.find((entry) => entry.part === part && entry.pattern.test(finding));
  const judged = findings.map((finding) => ({ finding, entry: entryOf(finding) }));
  return {
    open: judged.filter(({ entry }) => !entry).map(({ finding }) => finding),
    accepted: [...new Set(judged.flatMap(({ entry }) => entry ?? []))],
  };
};

const commit = () => execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: project, encoding: "utf8" }).trim();

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const verdict = ({ open, failed }) => (failed ? "could not run" : open.length > 0 ? `${open.length} open` : "none");

/** The page for a complete run. */
export const writeReport = (results, seeds) => {
  const rows = results.map(
    (result) =>
      `| ${result.tool} | ${cell(result.did)} | ${verdict(result)} | ${result.accepted.length === 0 ? "–" : result.accepted.length} |`,
  );
  const reasons = results.flatMap(({ tool, accepted: entries }) =>
    entries.map(({ finding, reason }) => `| ${tool} | \`${cell(finding)}\` | ${cell(reason)} |`),
  );
  const open = results.flatMap(({ tool, open: findings }) => findings.map((finding) => `- ${tool}: ${cell(finding)}`));
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`;
  writeFileSync(
    file,
    `# What a stranger's tools say

\`npm run conformance -- --seeds ${seeds.join(",")}\` on ${new Date().toISOString().slice(0, 10)} at ${commit()}: ${machine}. A fresh server with its first data; nothing here was written by its authors but the few lines that call each tool.

| tool | what it did | open findings | kinds accepted with a reason |
| --- | --- | --- | --- |
${rows.join("\n")}
${open.length > 0 ? `\n## Open\n\n${open.join("\n")}\n` : ""}
## Accepted, and why

${reasons.length > 0 ? `| tool | finding | reason |\n| --- | --- | --- |\n${reasons.join("\n")}` : "None."}
`,
  );
};
