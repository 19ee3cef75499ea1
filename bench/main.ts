import { parseArgs } from "node:util";
import { benchBacklog } from "./backlog/main.ts";
import { benchDeliver } from "./deliver/main.ts";
import { benchFairness } from "./fairness/main.ts";
import { benchLatency } from "./latency/main.ts";
import { benchList } from "./list/main.ts";
import { benchLists } from "./lists/main.ts";

/** What is measured; each answers whether its floors were reached. */
const BENCHES = new Map([
  ["list", benchList],
  ["deliver", benchDeliver],
  ["latency", benchLatency],
  ["backlog", benchBacklog],
  ["fairness", benchFairness],
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

const numbers = Object.fromEntries(
  Object.entries(counts).map(([name, text]) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not "${text}". ${USAGE}`);
    return [name, value];
  }),
);

const [name = ""] = positionals;
const bench =
  name === "list" && all ? (given: typeof numbers) => benchLists({ ...given, keep, only }) : BENCHES.get(name);
if (bench) process.exitCode = (await bench(numbers)) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
