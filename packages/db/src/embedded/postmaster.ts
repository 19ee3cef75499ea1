import { readlink } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere } from "./files.ts";
import { identify, isAlive, type ProcessIdentity } from "./process.ts";

/** A living server of a data directory, as its postmaster.pid tells. */
export interface Postmaster {
  readonly identity: ProcessIdentity;
  readonly port: number;
  readonly ready: boolean;
}

const POLL = 10;
const FAST_SHUTDOWN = 20_000;

/** Whether this process is PostgreSQL in that data directory, rather than any other that was given the pid since. */
const isPostgresIn = async (pid: number, cluster: string): Promise<boolean> => {
  try {
    if (process.platform !== "linux") {
      const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
      return command.includes("postgres") && command.includes(cluster);
    }
    const [folder, program] = await Promise.all([readlink(`/proc/${pid}/cwd`), readlink(`/proc/${pid}/exe`)]);
    return folder === cluster && basename(program.replace(/ \(deleted\)$/, "")) === "postgres";
  } catch {
    return false;
  }
};

/** Lines of postmaster.pid: pid, data directory, start time, port, socket folder, address, shared memory, status. */
export const readPostmaster = async (cluster: string): Promise<Postmaster | undefined> => {
  const lines = (await readIfThere(join(cluster, "postmaster.pid")))?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!(pid > 0)) return undefined;
  const identity = identify(pid);
  if (!isAlive(identity) || !(await isPostgresIn(pid, cluster))) return undefined;
  return { identity, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
};

const waitForEnd = async (identity: ProcessIdentity, milliseconds: number): Promise<boolean> => {
  const end = performance.now() + milliseconds;
  while (isAlive(identity)) {
    if (performance.now() > end) return false;
    await sleep(POLL);
  }
  return true;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
};

/** Fast shutdown: sessions are ended and a checkpoint is written. One that takes too long is stopped at once. */
export const stopPostmaster = async (identity: ProcessIdentity): Promise<void> => {
  if (!isAlive(identity)) return;
  signal(identity.pid, "SIGINT");
  if (await waitForEnd(identity, FAST_SHUTDOWN)) return;
  signal(identity.pid, "SIGQUIT");
  await waitForEnd(identity, FAST_SHUTDOWN);
};
