import { parseArgs } from "node:util";
import { benchBacklog } from "./backlog/main.ts";
import { benchDeliver } from "./deliver/main.ts";
import { benchFairness } from "./fairness/main.ts";
import { benchGrowth } from "./growth/main.ts";
import { benchLatency } from "./latency/main.ts";
import { type Figure, isReached } from "./lib/figures.ts";
import { benchList } from "./list/main.ts";
import { benchLists } from "./lists/main.ts";
import { benchStart } from "./start/main.ts";

type Numbers = { readonly rounds?: number; readonly seconds?: number; readonly scale?: number };

/** Answers its figures with their bounds, or whether they were kept. */
type Bench = (numbers: Numbers) => Promise<readonly Figure[] | boolean>;

/** What is measured. */
const BENCHES = new Map<string, Bench>([
  ["list", benchList],
  ["deliver", benchDeliver],
  ["latency", benchLatency],
  ["backlog", benchBacklog],
  ["fairness", benchFairness],
  ["start", benchStart],
  ["growth", benchGrowth],
]);

const USAGE = `npm run bench -- ${[...BENCHES.keys()].join("|")} [--rounds N] [--seconds N] [--scale 0.1]; list --all [--keep FOLDER] [--only NOUN]`;

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

/** Figures of a run in small say nothing: they are not judged. */
const isKept = (result: readonly Figure[] | boolean): boolean =>
  typeof result === "boolean" ? result : (numbers.scale ?? 1) < 1 || result.every(isReached);

// What was started and filled goes with us (lib/cluster.ts, lib/processes.ts).
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));

const [name = ""] = positionals;
const bench: Bench | undefined =
  name === "list" && all ? (given) => benchLists({ ...given, keep, only }) : BENCHES.get(name);
if (bench) process.exitCode = isKept(await bench(numbers)) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
