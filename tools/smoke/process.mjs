import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const project = join(import.meta.dirname, "../..");

export const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
};

/** Waits until `probe` gives something, and fails with everything that was said when it does not. */
export const until = async (what, probe, { ms = 30_000, context = () => "" } = {}) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(100)) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`${what}: not within ${ms / 1000} s\n${context()}`);
};

/** A command in a process group of its own, as a terminal would run it. */
export const start = (command, args, env) => {
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  const closed = once(child, "close").then(([code, signal]) => code ?? signal);
  const all = () => `${said.out}${said.err}`;
  return {
    said,
    all,
    /** The signal goes to the whole group: npm, the launcher and the server all get it, as on Ctrl-C. */
    signal: (name) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch (error) {
        if (error.code !== "ESRCH") throw error; // has ended already
      }
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** Its exit code, or the signal that ended it; every process that held its output is gone then. */
    end: async (ms = 60_000) => {
      const result = await Promise.race([closed, sleep(ms, "late", { ref: false })]);
      if (result === "late")
        throw new Error(`${command} ${args.join(" ")}: still running after ${ms / 1000} s\n${all()}`);
      return result;
    },
  };
};

/** Runs to the end. */
export const run = async (command, args, env, ms) => {
  const process_ = start(command, args, env);
  return { code: await process_.end(ms), ...process_.said };
};

/** Live processes whose command line names `text` (the data folder of a PostgreSQL, say). */
export const processesOf = (text) =>
  readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
    } catch {
      return false; // ended while we looked
    }
  });
