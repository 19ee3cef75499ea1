import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

interface Usage {
  parent: number;
  ticks: number;
}

/**
 * Field 4 of /proc/<pid>/stat is the parent, 14 and 15 are user and system time, 16 and 17 those of children that ended
 * (a database's sessions, say); the name before may hold spaces.
 */
const usageOf = (pid: string): Usage | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined; // it ended meanwhile
  }
};

/** CPU seconds that a process and its descendants have used so far, those that ended included. */
export const cpuSeconds = (root: number): number => {
  const usages = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const usage = usageOf(pid);
        return usage ? [[Number(pid), usage] as const] : [];
      }),
  );
  const isOurs = (pid: number): boolean => {
    if (pid === root) return true;
    const usage = usages.get(pid);
    return usage !== undefined && usage.parent > 1 && isOurs(usage.parent);
  };
  return [...usages].reduce((sum, [pid, { ticks }]) => (isOurs(pid) ? sum + ticks : sum), 0) / TICKS_PER_SECOND;
};
