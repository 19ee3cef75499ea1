/**
 * Gets the tools: everything goes into `.cache/conformance`, which may be deleted at any time. What only Debian has
 * (Python, Java, Maven, Go, `webhook`) is installed from there where it is missing and this is root.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { must, sh } from "./shell.mjs";

export const here = join(import.meta.dirname, "..");
export const cache = join(project, ".cache/conformance");

const GENERATOR = "org.openapitools:openapi-generator-cli:7.25.0";
const OASDIFF = "github.com/oasdiff/oasdiff@v1.36.0";

export const python = join(cache, "venv/bin/python");
export const schemathesis = join(cache, "venv/bin/schemathesis");
export const generator = join(cache, "openapi-generator-cli-7.25.0.jar");
export const oasdiff = join(cache, "bin/oasdiff");

/** The script of an npm package, run by this very Node. */
export const npmScript = (path) => join(here, "node_modules", path);

const npm = async () => {
  if (existsSync(join(here, "node_modules/.package-lock.json"))) return;
  await must("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: here });
};

const fromDebian = async (command, ...packages) => {
  if ((await sh("sh", ["-c", `command -v ${command}`])).ok) return;
  if (process.getuid?.() !== 0) throw new Error(`${command} is missing: apt-get install ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await must("apt-get", ["update"], { env });
  await must("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
};

const pythonTools = async () => {
  await fromDebian("python3", "python3", "python3-venv");
  const wanted = join(here, "requirements.txt");
  if (!existsSync(python)) await must("python3", ["-m", "venv", join(cache, "venv")]);
  await must(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted]);
};

const javaTools = async () => {
  await fromDebian("javac", "openjdk-17-jdk-headless");
  await fromDebian("mvn", "maven");
  if (existsSync(generator)) return;
  await must("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${GENERATOR}`, `-DoutputDirectory=${cache}`], {
    cwd: cache, // outside any project
  });
};

const goTools = async () => {
  await fromDebian("go", "golang-go");
  if (!existsSync(oasdiff)) await must("go", ["install", OASDIFF], { cwd: cache, env: { GOBIN: join(cache, "bin") } });
};

const receiver = () => fromDebian("webhook", "webhook");

const INSTALLERS = { npm, python: pythonTools, java: javaTools, go: goTools, webhook: receiver };

/** Installs what the chosen parts name in `needs`. Each once, one after the other: they share two cores. */
export const install = async (needs) => {
  mkdirSync(join(cache, "bin"), { recursive: true });
  for (const [name, run] of Object.entries(INSTALLERS)) {
    if (!needs.has(name)) continue;
    const began = Date.now();
    await run();
    console.error(`conformance: ${name} is there (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
};
