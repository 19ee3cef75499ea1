import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { BROWSER_SAFE } from "./browser-safe.mjs";
import { withLock } from "./lock.mjs";
import { findNode } from "./node.mjs";

/** The console's own, what it takes from the API, the snippets that it shows, and its libraries' versions. */
const SOURCES = [
  ...["src", "public", "index.html", "vite.config.ts", "package.json"].map((name) => `apps/web/${name}`),
  ...BROWSER_SAFE,
  "docs/webhooks/verify",
  "package-lock.json",
];

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When the youngest of the sources was written; a folder counts too, so that a deleted file is noticed. */
const newestSource = (project) => {
  const paths = SOURCES.flatMap((name) => {
    const path = join(project, name);
    const below = statSync(path, { throwIfNoEntry: false })?.isDirectory()
      ? readdirSync(path, { recursive: true })
      : [];
    return [path, ...below.map((one) => join(path, one))];
  });
  return Math.max(...paths.map(changedAt));
};

const isBuilt = (project) => changedAt(join(project, "apps/web/dist/index.html")) > newestSource(project);

/** The first lines of what Vite said that tell of the fault, without colours and without its own stack. */
const reasonOf = (said) => {
  const lines = stripVTControlCharacters(said).split("\n");
  const first = lines.findIndex((line) => /error/i.test(line));
  return lines
    .slice(Math.max(first, 0))
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line))
    .slice(0, 6)
    .join("\n");
};

/** Builds with Vite, quietly; resolves to what went wrong, if anything did. */
const build = (project, addHolder) =>
  new Promise((resolve) => {
    const vite = join(project, "node_modules/vite/bin/vite.js");
    const child = spawn(findNode(project), [vite, "build", "--logLevel", "warn"], {
      cwd: join(project, "apps/web"),
      stdio: ["ignore", "ignore", "pipe"],
      // Whoever asks: under a test's NODE_ENV, React's development build would be taken.
      env: { ...process.env, NODE_ENV: "production" },
    });
    if (child.pid) addHolder(child.pid);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? undefined : reasonOf(said) || `exit code ${code}`));
  });

/**
 * Builds the console where its sources are younger than what was built. A console that cannot be built is said and
 * not fatal: the API and its documentation work without it.
 */
export const ensureConsole = async (project, say) => {
  if (!existsSync(join(project, "apps/web/index.html")) || isBuilt(project)) return;
  try {
    await withLock(
      join(project, ".cache/console.lock"),
      async (addHolder) => {
        if (isBuilt(project)) return;
        const began = Date.now();
        say("Building the console …");
        const problem = await build(project, addHolder);
        const seconds = ((Date.now() - began) / 1000).toFixed(1);
        say(problem ? `*** THE CONSOLE COULD NOT BE BUILT: ${problem} ***` : `Console built in ${seconds} s.`);
      },
      { onWait: () => say("Another process is building the console; waiting for it …") },
    );
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes(error.code)) throw error;
    say(`*** THE CONSOLE COULD NOT BE BUILT: ${project} is not writable for this user ***`);
  }
};
