import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isInstalled } from "./installed.mjs";
import { withLock } from "./lock.mjs";
import { Refusal } from "./refusal.mjs";

const PROGRESS_MS = 3_000;

/** The npm that runs us, where there is one: it is the one that the user has set up. */
const npmCommand = () => {
  const script = process.env.npm_execpath ?? "";
  return basename(script) === "npm-cli.js"
    ? [process.execPath, script]
    : [process.platform === "win32" ? "npm.cmd" : "npm"];
};

/** Folders that npm has filled, of those that it makes: its progress, as far as it can be seen from outside. */
const progressOf = (folder) => {
  try {
    const names = readdirSync(join(folder, "node_modules")).filter((name) => !/^[.@]/.test(name));
    const filled = names.filter((name) => existsSync(join(folder, "node_modules", name, "package.json")));
    return names.length > 0 ? `, ${filled.length} of ${names.length} packages unpacked` : "";
  } catch {
    return "";
  }
};

/** Of npm's many lines on standard error, the ones that say what happened. */
const reasonOf = (stderr) => {
  const lines = stderr.split("\n").flatMap((line) => /^npm (?:error|ERR!) (.+)/.exec(line)?.[1] ?? []);
  const telling = lines.filter((line) => !/complete log of this run|^errno|^syscall|^path|^code/.test(line));
  const code = lines.find((line) => line.startsWith("code "))?.slice(5);
  return [code, telling[0] ?? stderr.trim().split("\n").at(-1)].filter(Boolean).join(": ") || "npm gave no reason";
};

const runNpmCi = (folder, { development, say, addHolder }) =>
  new Promise((resolve, reject) => {
    const [command, ...first] = npmCommand();
    const include = development ? ["--include=dev", "--include=optional"] : ["--include=optional"];
    const child = spawn(command, [...first, "ci", ...include, "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      shell: command.endsWith(".cmd"),
    });
    if (child.pid) addHolder(child.pid);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    const began = Date.now();
    const progress = setInterval(() => {
      say(`  … ${Math.round((Date.now() - began) / 1000)} s${progressOf(folder)}`);
    }, PROGRESS_MS);
    // Ctrl-C reaches npm as well; we wait for it, so that nothing writes on after we are gone.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    const settle = (outcome) => {
      clearInterval(progress);
      process.off("SIGINT", ignore);
      outcome();
    };
    child.on("error", (error) =>
      settle(() => reject(new Refusal(`npm cannot be run (${error.message})`, "Install npm, then try again."))),
    );
    child.on("close", (code, signal) =>
      settle(() => {
        if (code === 0) return resolve(undefined);
        if (signal === "SIGINT" || code === 130)
          return reject(new Refusal("The installation was stopped", "Start again: it begins anew.", 130));
        reject(
          new Refusal(
            `The packages could not be installed (${reasonOf(stderr)})`,
            `Check the network and npm's registry setting, then try again, or run "npm ci" in ${folder} to see all of it.`,
          ),
        );
      }),
    );
  });

/** Brings `folder`/node_modules to what its lock file says, once, however many ask at the same time. */
export const ensureInstalled = async (folder, { development, say }) => {
  if (isInstalled(folder, { development })) return;
  const onWait = () => say("Another process is installing the packages; waiting for it …");
  try {
    await withLock(
      join(folder, ".cache/install.lock"),
      async (addHolder) => {
        if (isInstalled(folder, { development })) return;
        say("Installing the packages that package-lock.json names (npm ci; about a minute the first time) …");
        const began = Date.now();
        await runNpmCi(folder, { development, say, addHolder });
        say(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s.`);
      },
      { onWait },
    );
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes(error.code)) throw error;
    throw new Refusal(
      `The packages are missing or out of date, and ${folder} is not writable for this user`,
      `Run "npm ci" there as its owner, or use a clone of your own.`,
    );
  }
};
