/**
 * `npm run lighthouse [-- mobile]`: Lighthouse's scores of the console's pages, as a desk sees them (or a slow phone), of
 * a server that was just started. Exit 1 where one is below the least. Full reports are left in .artifacts/lighthouse.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTraffic, signIn, startServer } from "./server.mjs";

const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** Simulated loading varies with what else the machine does: the middle of three counts. */
const RUNS = 3;

const here = import.meta.dirname;
const reports = join(here, "../../.artifacts/lighthouse");
const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const isMobile = process.argv.includes("mobile");

const install = () => {
  if (existsSync(join(here, "node_modules/.package-lock.json"))) return;
  console.error("lighthouse: installing it …");
  const fromNpm = process.env.npm_execpath?.endsWith("npm-cli.js");
  const [command, ...first] = fromNpm ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const { status } = spawnSync(command, [...first, "ci", "--loglevel=error"], { cwd: here, stdio: [0, 2, 2] });
  if (status !== 0) throw new Error(`npm ci failed in ${here}`);
};

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What cost points, so that nobody has to open a report to know where to begin. */
const losses = ({ audits, categories }) =>
  CATEGORIES.flatMap((id) => categories[id].auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `    ${id}: ${audits[id].displayValue ?? audits[id].title}`);

/** One run in a browser of its own; Lighthouse sometimes loses the beginning of its recording and asks to be run again. */
const run = async ({ name, url, headers }, { lighthouse, launch, config }, tries = 3) => {
  const browser = await launch({
    chromePath: chromium,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  });
  try {
    const { port } = browser;
    const flags = { port, extraHeaders: headers, onlyCategories: CATEGORIES, output: "html", logLevel: "error" };
    const { lhr, report } = await lighthouse(url, flags, config);
    if (lhr.runtimeError) {
      if (tries > 1) return await run({ name, url, headers }, { lighthouse, launch, config }, tries - 1);
      throw new Error(`${name}: ${lhr.runtimeError.message}`);
    }
    if (new URL(lhr.finalDisplayedUrl).pathname !== new URL(url).pathname)
      throw new Error(`${name}: led to ${lhr.finalDisplayedUrl}`);
    writeFileSync(join(reports, `${name}.html`), report);
    return lhr;
  } finally {
    browser.kill();
  }
};

const judge = async (page, tools) => {
  const results = [];
  for (let count = 0; count < RUNS; count++) results.push(await run(page, tools));
  const scores = CATEGORIES.map((id) => Math.round(100 * middle(results.map((one) => one.categories[id].score))));
  const isGood = scores.every((score) => score >= LEAST);
  const words = CATEGORIES.map((id, at) => `${id} ${scores[at]}`).join(", ");
  console.log(`${isGood ? "ok    " : "FAILED"} ${page.name}: ${words}`);
  if (!isGood) console.log([...new Set(losses(results.at(-1)))].join("\n"));
  return isGood;
};

install();
mkdirSync(reports, { recursive: true });
const { default: lighthouse, desktopConfig } = await import("lighthouse");
const { launch } = await import("chrome-launcher");
const server = await startServer();
const tools = { lighthouse, launch, config: isMobile ? undefined : desktopConfig };
try {
  const { origin } = server;
  const cookie = await signIn(server);
  const endpoint = await makeTraffic(origin, cookie);
  const within = { cookie };
  const pages = [
    { name: "sign-in", url: `${origin}/app/`, headers: {} },
    { name: "keys", url: `${origin}/app/settings/integrations/api-keys?mode=test`, headers: within },
    { name: "webhooks", url: `${origin}/app/settings/integrations/webhooks?mode=test`, headers: within },
    { name: "endpoint", url: `${origin}/app/settings/integrations/webhooks/${endpoint}?mode=test`, headers: within },
  ];
  let failed = 0;
  for (const page of pages) if (!(await judge(page, tools))) failed++;
  if (failed > 0) {
    console.error(`lighthouse: ${failed} pages below ${LEAST}; the reports are in .artifacts/lighthouse`);
    process.exitCode = 1;
  }
} finally {
  await server.stop();
}
