import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Figure, figureTable } from "./figures.ts";

const FOLDER = "docs/proof";
const KEPT = join(FOLDER, "figures.json");

const kept = z.record(
  z.string(),
  z.object({
    date: z.string(),
    commit: z.string(),
    figures: z.array(
      z.object({
        what: z.string(),
        value: z.number(),
        unit: z.string(),
        digits: z.number(),
        bound: z.enum(["floor", "limit"]),
        must: z.number(),
        aim: z.number().exactOptional(),
      }),
    ),
  }),
);
type Kept = z.infer<typeof kept>;

const readKept = (): Kept => (existsSync(KEPT) ? kept.parse(JSON.parse(readFileSync(KEPT, "utf8"))) : {});

const INTRODUCTION = `Each page is written by the command at its head, and so is this one: every figure that a benchmark is judged by, as its
last run at full size measured it. A floor or limit is a must. An aim may be missed; the page then shows what stands
between. Figures are ratios to something else in the same run wherever a machine's speed would speak otherwise.
\`npm run bench\` runs all of them, one after the other, for nearly two hours on a quiet machine; \`npm run bench -- NAME\`
runs one. They fill databases in the temporary folder (\`TMPDIR\`): the last, \`growth\`, takes half an hour and 25 GB, and
does not begin where less is free.`;

const titleOf = (file: string): string => readFileSync(join(FOLDER, file), "utf8").split("\n", 1)[0]?.slice(2) ?? file;

const pages = (): string =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .toSorted((a, b) => a.localeCompare(b))
    .map((file) => `- [${titleOf(file)}](${file})`)
    .join("\n");

const runs = (all: Kept): string =>
  Object.entries(all)
    .map(([name, { date, commit }]) => `${name} on ${date} at ${commit}`)
    .join("; ");

/** Keeps what a benchmark at full size measured, and writes docs/proof/README.md anew: one table of all that is kept. */
export const keepFigures = (name: string, figures: readonly Figure[]): void => {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const date = new Date().toISOString().slice(0, 10);
  const all: Kept = { ...readKept(), [name]: { date, commit, figures: [...figures] } };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(KEPT, `${JSON.stringify(all, null, 2)}\n`);
  const table = figureTable(Object.entries(all).map(([bench, { figures: measured }]) => [bench, measured]));
  const text = ["# Proof", INTRODUCTION, table, `Measured: ${runs(all)}.`, "## All pages", pages()].join("\n\n");
  writeFileSync(join(FOLDER, "README.md"), `${text}\n`);
};
