import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("No values, no median.");
  return middle;
};

/** Of these to those, round by round, the middle one: within a round the machine is as fast for both. */
export const medianRatio = (these: readonly number[], those: readonly number[]): number =>
  median(these.map((value, round) => value / (those[round] ?? Number.NaN)));

/** The value below which this share of the values lies: 0.99 for the 99th percentile. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  if (at === undefined) throw new Error("No values, no percentile.");
  return at;
};

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export interface Publication {
  name: string;
  title: string;
  command: string;
  /** Write it to `docs/proof/<name>.md` too. */
  keep: boolean;
}

/** Prints a report with the command, date and machine that its figures come from. */
export const publish = ({ name, title, command, keep }: Publication, sections: readonly string[]): void => {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const origin = `\`${command}\` on ${new Date().toISOString().slice(0, 10)} at ${commit}: ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown CPU"}, Node ${process.versions.node}; client, server and PostgreSQL share the machine.`;
  const text = `# ${title}\n\n${[origin, ...sections].join("\n\n")}\n`;
  console.log(text);
  if (!keep) return;
  mkdirSync("docs/proof", { recursive: true });
  writeFileSync(`docs/proof/${name}.md`, text);
};
