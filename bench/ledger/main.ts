import { randomInt } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Actor } from "./actor.ts";
import { judge } from "./clauses.ts";
import { type Played, play } from "./play.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { describe, keepReport } from "./report.ts";

/**
 * `npm run ledger -- [--minutes N] [--seed N] [--nodes N] [--keep]`: kills everything at random while changes are made
 * and receivers misbehave, and then asks whether anything was lost. `--keep` writes docs/proof/ledger.md. The folder of
 * a run that failed is left.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    nodes: { type: "string", default: "4" },
    keep: { type: "boolean", default: false },
  },
});

const positive = (name: "minutes" | "seed" | "nodes"): number => {
  const number = Number(values[name]);
  if (number > 0) return number;
  throw new Error(`--${name} takes a number above 0, not "${values[name]}"`);
};

const minutes = positive("minutes");
const seed = positive("seed");
const nodes = positive("nodes");
const command = `npm run ledger -- --minutes ${minutes} --seed ${seed} --nodes ${nodes}`;
const say = (line: string): void => console.error(`  · ${line}`);

const folder = await mkdtemp(join(tmpdir(), "aa-ledger-"));
const actors: Actor[] = [];
let postgres: Postgres | undefined;

const clear = async (): Promise<void> => {
  await Promise.all(actors.map((actor) => actor.kill()));
  await postgres?.stop();
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void clear().finally(() => process.exit(1)));

const perform = async (server: Postgres): Promise<Played> =>
  await play({ folder, seconds: minutes * 60, seed, nodes, say }, server, actors);

console.error(`${command}\n  · in ${folder}`);
try {
  await mkdir(join(folder, "postgres"));
  postgres = await startPostgres(join(folder, "postgres"));
  const played = await perform(postgres);
  const verdicts = judge(played.ledger);
  const isKept = verdicts.every(({ broken }) => broken.length === 0) && played.drained !== undefined;
  const run = { command, minutes, seed, nodes, postgres: postgres.version, played, verdicts };
  console.log(describe(run));
  if (values.keep) await keepReport(run);
  process.exitCode = isKept ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await clear();
  if (process.exitCode === 0) await rm(folder, { recursive: true, force: true });
  else say(`journals, logs and database are left in ${folder}`);
}
process.exit();
