import { parseArgs } from "node:util";
import { benchBacklog } from "./backlog/main.ts";
import { benchDeliver } from "./deliver/main.ts";
import { benchFairness } from "./fairness/main.ts";
import { benchLatency } from "./latency/main.ts";
import { benchList } from "./list/main.ts";

/** What is measured; each answers whether its floors were reached. */
const BENCHES = new Map([
  ["list", benchList],
  ["deliver", benchDeliver],
  ["latency", benchLatency],
  ["backlog", benchBacklog],
  ["fairness", benchFairness],
]);

const USAGE = `npm run bench -- ${[...BENCHES.keys()].join("|")} [--rounds N] [--seconds N] [--scale 0.1]`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string" }, seconds: { type: "string" }, scale: { type: "string" } },
});

const numbers = Object.fromEntries(
  Object.entries(values).map(([name, text]) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not "${text}". ${USAGE}`);
    return [name, value];
  }),
);

const bench = BENCHES.get(positionals[0] ?? "");
if (bench) process.exitCode = (await bench(numbers)) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
