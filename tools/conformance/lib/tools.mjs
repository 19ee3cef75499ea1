/**
 * Gets the tools: everything goes into `.cache/conformance`, which may be deleted at any time. What only Debian has
 * (Python, Java, Maven, Go, `webhook`) is installed from there where it is missing and this is root.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { must, sh } from "./shell.mjs";

export const here = join(import.meta.dirname, "..");
export const cache = join(project, ".cache/conformance");

export const OPENAPI_GENERATOR = "7.25.0";
export const OASDIFF = "1.36.0";
const GO = "1.26.8";

export const python = join(cache, "venv/bin/python");
export const schemathesis = join(cache, "venv/bin/schemathesis");
export const generator = join(cache, `openapi-generator-cli-${OPENAPI_GENERATOR}.jar`);
export const oasdiff = join(cache, "bin/oasdiff");

/** The script of an npm package, run by this very Node. */
export const npmScript = (path) => join(here, "node_modules", path);

const npm = async () => {
  if (existsSync(join(here, "node_modules/.package-lock.json"))) return;
  await must("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: here });
};

/** Installs packages of Debian unless `probe`, a command of the shell, succeeds. */
export const fromDebian = async (probe, ...packages) => {
  if ((await sh("sh", ["-c", probe])).ok) return;
  if (process.getuid?.() !== 0) throw new Error(`\`${probe}\` fails: apt-get install ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await must("apt-get", ["update"], { env });
  await must("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
};

const pythonTools = async () => {
  await fromDebian("python3 -c 'import venv, ensurepip'", "python3", "python3-venv");
  const wanted = join(here, "requirements.txt");
  if (!existsSync(python)) await must("python3", ["-m", "venv", join(cache, "venv")]);
  await must(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted]);
};

const javaTools = async () => {
  await fromDebian("javac -version", "default-jdk-headless");
  await fromDebian("mvn -version", "maven");
  if (existsSync(generator)) return;
  const artifact = `org.openapitools:openapi-generator-cli:${OPENAPI_GENERATOR}`;
  await must("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${cache}`], {
    cwd: cache, // outside any project
  });
};

const goTools = async () => {
  await fromDebian("command -v go", "golang-go");
  if (/ go1\.(1\d|20)\b/.test((await must("go", ["version"])).out))
    process.env.PATH = `${await newerGo()}:${process.env.PATH}`;
  if (!existsSync(oasdiff))
    await must("go", ["install", `github.com/oasdiff/oasdiff@v${OASDIFF}`], {
      cwd: cache,
      env: { GOBIN: join(cache, "bin") },
    });
};

/**
 * Debian 12 has Go 1.19: too old for all of this, and for fetching a newer one by itself, as Go does since 1.21. It can
 * fetch it as the module that every toolchain is published as; what must be executable there, that Go does not know.
 */
const newerGo = async () => {
  const machine = `linux-${process.arch === "x64" ? "amd64" : process.arch}`;
  const toolchain = `golang.org/toolchain@v0.0.1-go${GO}.${machine}`;
  const { Dir } = JSON.parse((await must("go", ["mod", "download", "-json", toolchain], { cwd: cache })).out);
  for (const folder of ["bin", `pkg/tool/${machine.replace("-", "_")}`])
    for (const name of readdirSync(join(Dir, folder))) chmodSync(join(Dir, folder, name), 0o755);
  return join(Dir, "bin");
};

const receiver = () => fromDebian("command -v webhook", "webhook");

const INSTALLERS = { npm, python: pythonTools, java: javaTools, go: goTools, webhook: receiver };

/**
 * Installs what the chosen parts name in `needs`, one after the other: they share two cores. Answers what could not be
 * had, each with the reason.
 */
export const install = async (needs) => {
  mkdirSync(join(cache, "bin"), { recursive: true });
  const missing = new Map();
  for (const [name, run] of Object.entries(INSTALLERS)) {
    if (!needs.has(name)) continue;
    const began = Date.now();
    await run().catch(({ message }) => missing.set(name, message));
    const how = missing.has(name) ? "could not be installed" : "is there";
    console.error(`conformance: ${name} ${how} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  return missing;
};

/** The installed version of an npm package; those of the linters lie in their own folder. */
export const npmVersion = (name, folder = here) =>
  JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;

/** What a command says of its version: the first thing in it that looks like one. */
export const versionOf = async (command, ...args) => {
  const { out, err } = await must(command, args);
  return /\d+(\.\d+)+\S*/.exec(`${out}${err}`)?.[0] ?? "of unknown version";
};

export const pipVersion = async (name) => {
  const { out } = await must(python, ["-m", "pip", "show", name]);
  return /^Version: (.+)$/m.exec(out)?.[1];
};
