import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Where Debian keeps the programs of a PostgreSQL version beside those on the PATH. */
const PGBENCH = ["/usr/bin/pgbench", "/usr/lib/postgresql/17/bin/pgbench", "/usr/lib/postgresql/15/bin/pgbench"];

const onPath = (program: string): string | undefined => {
  const found = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();
  return found === "" ? undefined : found;
};

const find = (program: string): string | undefined =>
  onPath(program) ?? (program === "pgbench" ? PGBENCH.find((path) => existsSync(path)) : undefined);

/** The path of a load generator; installed from Debian's packages where it is missing and we may. */
export const tool = (program: "wrk" | "pgbench"): string => {
  const found = find(program);
  if (found !== undefined) return found;
  const packages = program === "wrk" ? "wrk" : "postgresql-contrib";
  if (process.getuid?.() !== 0 || onPath("apt-get") === undefined)
    throw new Error(`This benchmark needs ${program}: install Debian's package ${packages} (as root) and run again.`);
  console.error(`installing ${packages} …`);
  execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "-qq", packages], { stdio: "ignore" });
  const installed = find(program);
  if (installed === undefined) throw new Error(`${packages} is installed, but ${program} is nowhere to be found.`);
  return installed;
};
