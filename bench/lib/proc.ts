import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One process as /proc shows it now. */
export interface Seen {
  readonly pid: number;
  /** Its command line, the arguments with spaces between. */
  readonly command: string;
  /** Resident memory, in bytes; what processes share is counted in each. */
  readonly rss: number;
  /** Its share of what it shares with others, in bytes: these may be added up. */
  readonly pss: number;
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // it ended meanwhile
  }
};

/** Field 4 of /proc/<pid>/stat; the name before may hold spaces. */
const parentOf = (pid: number): number | undefined => {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
};

const kilobytes = (text: string, name: string): number =>
  1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);

const look = (pid: number): Seen | undefined => {
  const [command, rollup] = [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/smaps_rollup`)];
  if (command === undefined || rollup === undefined) return undefined;
  return {
    pid,
    command: command.replaceAll("\0", " ").trim(),
    rss: kilobytes(rollup, "Rss"),
    pss: kilobytes(rollup, "Pss"),
  };
};

/** A process and its descendants, as they are now. */
export const processTree = (root: number): Seen[] => {
  const parents = new Map(
    readdirSync("/proc").flatMap((name) => {
      const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
      return parent === undefined ? [] : [[Number(name), parent] as const];
    }),
  );
  const isOurs = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && isOurs(parent);
  };
  return [...parents.keys()].filter(isOurs).flatMap((pid) => look(pid) ?? []);
};

/** Resident memory of one process, in bytes. */
export const residentMemory = (pid: number): number => kilobytes(read(`/proc/${pid}/status`) ?? "", "VmRSS");

/** Open file descriptors of a process, and how many of them are sockets. */
export const descriptors = (pid: number): { open: number; sockets: number } => {
  const links = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return []; // closed meanwhile
    }
  });
  return { open: links.length, sockets: links.filter((link) => link.startsWith("socket:")).length };
};
