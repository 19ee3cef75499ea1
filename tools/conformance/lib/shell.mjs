import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { project } from "../../smoke/process.mjs";

const LIMIT_MS = 540_000;
const GRACE_MS = 5_000;

/**
 * Runs a command to its end and answers `{ ok, code, out, err }`. It has a process group of its own, which is ended
 * after `ms`: some tools leave children behind when they are ended alone.
 */
export const sh = async (command, args, { cwd = project, env = {}, input = "", ms = LIMIT_MS } = {}) => {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  child.stdin.on("error", () => undefined); // it ended without reading
  child.stdin.end(input);
  const timer = setTimeout(() => void endGroup(child.pid), ms);
  try {
    const [code, signal] = await once(child, "close");
    return { ok: code === 0, code: code ?? signal, ...said };
  } catch (error) {
    return { ok: false, code: error.code, ...said, err: `${command}: ${error.message}` };
  } finally {
    clearTimeout(timer);
  }
};

/** The same, where failing is our own fault: what it said goes into the error. */
export const must = async (command, args, options) => {
  const result = await sh(command, args, options);
  if (!result.ok) throw new Error(`${command} ${args.join(" ")} ended with ${result.code}:\n${tail(result)}`);
  return result;
};

export const tail = ({ out, err }, length = 2_000) => `${out}${err}`.trim().slice(-length);

export const endGroup = async (pid) => {
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    try {
      process.kill(-pid, signal);
    } catch {
      return; // gone already
    }
    await sleep(signal === "SIGTERM" ? GRACE_MS : 0, undefined, { ref: false });
  }
};
