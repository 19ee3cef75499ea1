/**
 * `node tools/contract/check.mjs`: docs/api/openapi.json is clean under Redocly's and Spectral's rules, and the client
 * types that a generator makes of it compile and fit its examples. Each of the three is also shown a broken document,
 * which it must refuse. Exit 1 at any finding, of whatever severity.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientUses } from "./client-uses.mjs";

const here = import.meta.dirname;
const source = join(here, "../../docs/api/openapi.json");

const install = () => {
  if (existsSync(join(here, "node_modules/.package-lock.json"))) return;
  console.error("contract: installing the OpenAPI linters …");
  const fromNpm = process.env.npm_execpath?.endsWith("npm-cli.js");
  const [command, ...first] = fromNpm ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const { status } = spawnSync(command, [...first, "ci", "--loglevel=error"], { cwd: here, stdio: [0, 2, 2] });
  if (status !== 0) throw new Error(`npm ci failed in ${here}`);
};

/** Nothing is sent anywhere, and nobody asks for newer versions. */
const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };

const run = (script, ...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, "node_modules", script), ...args], {
    cwd: here,
    encoding: "utf8",
    env: { ...process.env, ...quiet },
  });
  return { ok: status === 0, output: `${stdout}${stderr}` };
};

const redocly = (document) => run("@redocly/cli/bin/cli.js", "lint", "--config", "redocly.yaml", document);

const spectral = (document) =>
  run("@stoplight/spectral-cli/dist/index.js", "lint", "-r", "spectral.yaml", "--fail-severity", "hint", document);

const client = (document, folder) => {
  const generated = run("openapi-typescript/bin/cli.js", document, "-o", join(folder, "api.ts"));
  if (!generated.ok) return generated;
  writeFileSync(join(folder, "uses.ts"), clientUses(JSON.parse(readFileSync(document, "utf8"))));
  return run(
    "typescript/bin/tsc",
    "--noEmit",
    "--strict",
    "--module",
    "preserve",
    "--target",
    "es2022",
    join(folder, "uses.ts"),
  );
};

/** What each tool must find: a document that lacks what that tool alone is asked to see. */
const breakages = [
  { name: "redocly", check: redocly, spoil: (document) => delete firstOperation(document).operationId },
  { name: "spectral", check: spectral, spoil: (document) => delete firstOperation(document).responses["429"] },
  {
    name: "client",
    check: client,
    spoil: (document) => (document.components.schemas.Pagination.properties.limit.type = "string"),
  },
];

const firstOperation = ({ paths }) => Object.values(Object.values(paths)[0])[0];

install();
const folder = realpathSync(mkdtempSync(join(tmpdir(), "contract-")));
try {
  const spoiled = join(folder, "openapi.json");
  for (const { name, check, spoil } of breakages) {
    const began = Date.now();
    const { ok, output } = check(source, folder);
    if (!ok) {
      console.error(output);
      process.exitCode = 1;
    }
    const document = JSON.parse(readFileSync(source, "utf8"));
    spoil(document);
    writeFileSync(spoiled, JSON.stringify(document));
    if (check(spoiled, folder).ok) {
      console.error(`contract: ${name} did not see the fault that was planted for it`);
      process.exitCode = 1;
    }
    console.log(`${ok ? "ok    " : "FAILED"} contract ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
