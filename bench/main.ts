import { parseArgs } from "node:util";
import { benchDeliver } from "./deliver/main.ts";
import { benchList } from "./list/main.ts";

const USAGE = "npm run bench -- list|deliver [--rounds N] [--seconds N] [--scale 0.1]";

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

if (positionals[0] === "list") process.exitCode = (await benchList(numbers)) ? 0 : 1;
else if (positionals[0] === "deliver") process.exitCode = (await benchDeliver(numbers)) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
