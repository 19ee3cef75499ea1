import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process beyond doubt: pids are used again (in a container, the same few after every start), start times are not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** Field 22 of /proc/<pid>/stat (proc(5)), counted after the parenthesised name, which may hold spaces. */
const START_TIME = 22 - 3;

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** When a process began, in the system's own words; undefined when there is none, or only a zombie. */
const startOf = (pid: number): string | undefined => {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state === "Z" || state === "X" ? undefined : rest[START_TIME - 1];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
};

export const identify = (pid: number): ProcessIdentity => ({ pid, startedAt: startOf(pid) ?? "" });

export const isAlive = ({ pid, startedAt }: ProcessIdentity): boolean => exists(pid) && startOf(pid) === startedAt;

/** Reads what `formatIdentity` wrote; undefined when it is damaged. */
export const parseIdentity = (text: string): ProcessIdentity | undefined => {
  const [pid, ...startedAt] = text.trim().split(" ");
  return Number(pid) > 0 ? { pid: Number(pid), startedAt: startedAt.join(" ") } : undefined;
};

export const formatIdentity = ({ pid, startedAt }: ProcessIdentity): string => `${pid} ${startedAt}\n`;
