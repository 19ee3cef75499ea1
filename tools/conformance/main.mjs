/**
 * `npm run conformance [-- part … --seeds 1,2]`: the tools of strangers against a freshly started server. Installs them,
 * runs them, prints a table, and writes docs/proof/conformance.md when all parts ran. Ends with 1 at any finding that
 * `accepted.json` does not list with a reason; a part that could not run is such a finding.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { project } from "../smoke/process.mjs";
import { judge, writeReport } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cache, install } from "./lib/tools.mjs";
import { PARTS } from "./parts.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: "string", default: "1,2,3" } },
});
const seeds = values.seeds.split(",").map(Number);
const chosen = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0 || seeds.some((seed) => !Number.isInteger(seed))) {
  console.error(`There are the parts ${PARTS.map(({ name }) => name).join(", ")}, and --seeds 1,2,3.`);
  process.exit(2);
}

const committed = JSON.parse(readFileSync(join(project, "docs/api/openapi.json"), "utf8"));

/** The document that is served is what a stranger works with. */
const served = async ({ api }) => {
  const text = await (await fetch(`${api}/openapi.json`)).text();
  const documentFile = join(cache, "openapi.json");
  writeFileSync(documentFile, text);
  return { document: JSON.parse(text), documentFile };
};

const runPart = async (part, context, missing) => {
  const began = Date.now();
  let result;
  try {
    const lacks = part.needs.find((need) => missing.has(need));
    if (lacks) throw new Error(`${lacks} could not be installed: ${missing.get(lacks)}`);
    const { did, findings, enough = true } = await part.run(context);
    // A tool that did nothing finds nothing.
    const judged = judge(part.name, enough === true ? findings : [...findings, enough]);
    result = { tool: await part.tool(), did, ...judged };
  } catch (error) {
    result = { tool: part.name, did: "could not run", open: [error.message], accepted: [], failed: true };
  }
  const seconds = (Date.now() - began) / 1000;
  const ok = result.open.length === 0;
  console.log(`${ok ? "ok    " : "FAILED"} ${part.name} (${seconds.toFixed(1)} s): ${result.did}`);
  for (const finding of result.open) console.log(`       ${finding.slice(0, 4_000)}`);
  for (const { reason, found } of result.accepted)
    console.log([`     – accepted: ${reason}`, ...found].join("\n         "));
  return { ...result, seconds };
};

const began = new Date();
const missing = await install(new Set(chosen.flatMap(({ needs }) => needs)));
const server = await startServer(committed);
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void server.stop().then(() => process.exit(130)));
try {
  const results = [];
  const context = { server, seeds, committed, ...(await served(server)) };
  for (const part of chosen) results.push(await runPart(part, context, missing));
  if (chosen.length === PARTS.length) writeReport(results, seeds, began);
  process.exitCode = results.every(({ open }) => open.length === 0) ? 0 : 1;
} finally {
  await server.stop();
}
