import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { enclose, furnish, whyNot } from "./enclose.ts";
import { hosts } from "./hosts/part.ts";
import { clock } from "./parts/clock.ts";
import { connections } from "./parts/connections.ts";
import { descriptors } from "./parts/descriptors.ts";
import { disk } from "./parts/disk.ts";
import { readOnly } from "./parts/read-only.ts";
import { slow } from "./parts/slow.ts";
import type { Part } from "./part.ts";
import { describe, isKept, keepReport } from "./report.ts";
import { playPart } from "./run.ts";

/**
 * `npm run faults -- [hosts …] [--times N] [--seed N] [--keep]`: breaks what the service stands on, one part after the
 * other, all unless named, and asks whether it said so clearly, came back by itself and lost nothing. `--keep` writes
 * docs/proof/faults.md.
 */
const PARTS: readonly Part[] = [hosts, slow, readOnly, connections, disk, descriptors, clock];

const USAGE = `npm run faults -- [${PARTS.map(({ name }) => name).join("|")} …] [--times N] [--seed N] [--keep]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: "string" },
    seed: { type: "string", default: String(randomInt(1, 1_000_000)) },
    keep: { type: "boolean", default: false },
    inside: { type: "string" },
  },
});

const say = (line: string): void => console.error(`  · ${line}`);

const chosen = (): readonly Part[] => {
  const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`There is no part "${unknown.join(", ")}". ${USAGE}`);
  return positionals.length === 0 ? PARTS : PARTS.filter(({ name }) => positionals.includes(name));
};

const count = (name: "times" | "seed", text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} takes a whole number above 0, not "${text}". ${USAGE}`);
};

const perform = async (part: Part, folder: string): Promise<{ section: string; kept: boolean }> => {
  const times = values.times === undefined ? part.times : count("times", values.times);
  const seed = count("seed", values.seed);
  const command = `npm run faults -- ${part.name} --times ${times} --seed ${seed}`;
  console.error(command);
  const played = await playPart(part, { folder, times, seed, say });
  const section = describe(played, command);
  console.log(section);
  return { section, kept: isKept(played) };
};

const inside = async (folder: string): Promise<number> => {
  await furnish();
  let kept = true;
  for (const part of chosen()) {
    const performed = await perform(part, folder);
    kept &&= performed.kept;
    if (values.keep)
      await keepReport(
        [performed.section],
        PARTS.map(({ title }) => title),
      );
  }
  return kept ? 0 : 1;
};

const outside = async (): Promise<number> => {
  const parts = chosen();
  const reason = whyNot();
  if (reason !== undefined) {
    console.error(reason);
    return 1;
  }
  for (const { needs } of parts) for (const find of needs) find();
  return await enclose(fileURLToPath(import.meta.url), process.argv.slice(2));
};

try {
  process.exitCode = await (values.inside === undefined ? outside() : inside(values.inside));
} catch (error) {
  console.error(error instanceof Error && values.inside === undefined ? error.message : error);
  process.exitCode = values.inside === undefined ? 2 : 1;
}
process.exit();
