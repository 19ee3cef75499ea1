import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "aa-faults-";

/** Of util-linux and iproute2. */
const NEEDED = ["ip", "unshare", "setpriv", "prlimit", "mount"];

/** Why this cannot be done here, in one line; undefined when it can. */
export const whyNot = (): string | undefined => {
  if (process.platform !== "linux") return "Namespaces are Linux's: run this on Linux.";
  if (process.getuid?.() !== 0) return "Making network namespaces takes root: run this as root.";
  const missing = NEEDED.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  return missing.length > 0 ? `Not installed: ${missing.join(", ")} (Debian: iproute2, util-linux).` : undefined;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Removes the folders of earlier runs that have ended, however they did: the only thing that outlives one. */
const clearEarlier = async (): Promise<void> => {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const owner = await readFile(join(tmpdir(), name, "owner"), "utf8").catch(() => "0");
    if (!(Number(owner) > 0 && isAlive(Number(owner))))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
};

/** A folder that other users, as whom PostgreSQL runs, may walk through. */
const newFolder = async (): Promise<string> => {
  await clearEarlier();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o711);
  await writeFile(join(folder, "owner"), String(process.pid));
  return folder;
};

/**
 * Runs a script of ours in namespaces of its own for network, mounts and processes, and answers its exit code. All that
 * it makes there goes with its last process, and its processes go with us, also by kill -9: nothing of it is ever seen
 * outside, and nothing stays. The folder of a run that failed is left until the next.
 */
export const enclose = async (script: string, args: readonly string[]): Promise<number> => {
  const folder = await newFolder();
  const apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const inner = [...apart, process.execPath, script, ...args, "--inside", folder];
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...inner], { stdio: "inherit" });
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      asked = true;
      child.kill("SIGKILL");
    });
  const [code] = await once(child, "exit");
  if (code === 0 || asked) await rm(folder, { recursive: true, force: true });
  else console.error(`  · journals, logs and databases are left in ${folder}`);
  return typeof code === "number" ? code : 1;
};

/** Inside: a loopback that works, and a list of named namespaces that is ours alone. */
export const furnish = async (): Promise<void> => {
  execFileSync("ip", ["link", "set", "dev", "lo", "up"]);
  await mkdir("/run/netns", { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", "/run/netns"]);
};
