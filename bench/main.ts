import { parseArgs } from "node:util";
import { benchBacklog } from "./backlog/main.ts";
import { benchDeliver } from "./deliver/main.ts";
import { benchFairness } from "./fairness/main.ts";
import { benchGrowth } from "./growth/main.ts";
import { benchLatency } from "./latency/main.ts";
import { type Figure, isReached, say } from "./lib/figures.ts";
import { keepFigures } from "./lib/summary.ts";
import { benchList } from "./list/main.ts";
import { benchLists } from "./lists/main.ts";
import { benchStart } from "./start/main.ts";

type Numbers = { readonly rounds?: number; readonly seconds?: number; readonly scale?: number };

/** Answers its figures with their bounds. */
type Bench = (numbers: Numbers) => Promise<readonly Figure[]>;

/** What is measured, in the order in which all of it is; what fills the disk comes last. */
const BENCHES = new Map<string, Bench>([
  ["start", benchStart],
  ["list", benchList],
  ["deliver", benchDeliver],
  ["latency", benchLatency],
  ["backlog", benchBacklog],
  ["fairness", benchFairness],
  ["lists", (given) => benchLists({ ...given, keep, only })],
  ["growth", benchGrowth],
]);

const USAGE = `npm run bench -- [${[...BENCHES.keys()].join("|")}] [--rounds N] [--seconds N] [--scale 0.1]; all of them without a name; list --all (or lists) [--keep FOLDER] [--only NOUN]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    seconds: { type: "string" },
    scale: { type: "string" },
    all: { type: "boolean", default: false },
    keep: { type: "string" },
    only: { type: "string" },
  },
});
const { all, keep, only, ...counts } = values;

const numbers: Numbers = Object.fromEntries(
  Object.entries(counts).map(([name, text]) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not "${text}". ${USAGE}`);
    return [name, value];
  }),
);

const isFull = (numbers.scale ?? 1) === 1 && only === undefined;

/** Runs one and keeps what it measured. Figures of a run in small say nothing: they are neither kept nor judged. */
const run = async (name: string, bench: Bench): Promise<boolean> => {
  const figures = await bench(numbers);
  if (!isFull) return true;
  keepFigures(name, figures);
  const missed = figures.filter((figure) => !isReached(figure));
  for (const figure of missed) console.error(`MISSED: ${say(figure)}`);
  return missed.length === 0;
};

/** One after the other; one that fails is told of, and the others run. */
const runAll = async (): Promise<boolean> => {
  let all = true;
  for (const [name, bench] of BENCHES) {
    console.error(`\n=== ${name}`);
    const reached = await run(name, bench).catch((error: unknown) => {
      console.error(`FAILED: ${name}:`, error);
      return false;
    });
    all &&= reached;
  }
  return all;
};

// What was started and filled goes with us (lib/cluster.ts, lib/processes.ts).
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));

const [given] = positionals;
const name = given === "list" && all ? "lists" : given;
const bench = name === undefined ? undefined : BENCHES.get(name);
if (name === undefined) process.exitCode = (await runAll()) ? 0 : 1;
else if (bench) process.exitCode = (await run(name, bench)) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
