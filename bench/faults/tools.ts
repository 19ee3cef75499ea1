import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/usr/lib/postgresql";
const CLOCKS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"].map(
  (folder) => `${folder}/faketime/libfaketimeMT.so.1`,
);

const findPostgres = (): string | undefined => {
  const versions = existsSync(ROOT) ? readdirSync(ROOT).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(ROOT, version, "bin")).find((bin) => existsSync(join(bin, "pg_rewind")));
};

const findClock = (): string | undefined => CLOCKS.find((path) => existsSync(path));

const install = (name: string): void => {
  console.error(`  · installing ${name} …`);
  execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "-qq", name], { stdio: "ignore" });
};

const have = (find: () => string | undefined, name: string): string => {
  if (find() === undefined) install(name);
  const found = find();
  if (found === undefined) throw new Error(`Debian's package ${name} is needed and could not be installed.`);
  return found;
};

/** The `bin` folder of a PostgreSQL with pg_basebackup and pg_rewind, which the embedded one comes without. */
export const postgresBin = (): string => have(findPostgres, "postgresql");

/** The library that steps a process's clock. */
export const clockLibrary = (): string => have(findClock, "libfaketime");
