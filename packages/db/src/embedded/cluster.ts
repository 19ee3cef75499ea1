import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chown, constants, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "./account.ts";
import { readIfThere, writeWhole } from "./files.ts";
import type { Home } from "./home.ts";

/** The superuser and the database of an embedded server. */
export const NAME = "aviationalley";

/** A clean environment: a PGPORT or PGDATA of the caller's must not reach the server. */
export const environment = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };

/** Runs one of PostgreSQL's programs to its end, fed with `input`. Throws with what it said last. */
const runProgram = (account: Account, program: string, parameters: string[], input = ""): Promise<void> => {
  const [command = program, ...rest] = [...account.prefix, program, ...parameters];
  const child = spawn(command, rest, { cwd: "/", env: environment, detached: true, ...account.spawnAs });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} failed (${code}): ${said.trim().split("\n").slice(-3).join(" ")}`));
    });
  });
};

/** Byte order in every version, and case folding for all of Unicode where the version brings it along. */
const localeOptions = (major: number): string[] =>
  major >= 17
    ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    : [`--locale=${process.platform === "linux" ? "C.UTF-8" : "C"}`];

/** The password, made at the first start and kept for the owner of the data alone. */
export const readPassword = async (home: Home): Promise<string> => {
  const path = join(home.folder, "password");
  const kept = (await readIfThere(path))?.trim();
  if (kept) return kept;
  const made = randomBytes(24).toString("base64url");
  await writeWhole(path, `${made}\n`);
  return made;
};

const giveTo = async ({ uid, gid }: Account, path: string): Promise<void> => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

/** A cluster is made aside and then renamed, so that one that exists is whole, whenever we were killed. */
const initialise = async (home: Home, sync: boolean): Promise<void> => {
  const { account, binaries } = home;
  const draft = `${home.cluster}.new`;
  const secret = `${home.cluster}.secret`;
  await rm(draft, { recursive: true, force: true });
  await rm(secret, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(secret, await readPassword(home), { mode: 0o600 });
  await Promise.all([giveTo(account, draft), giveTo(account, secret)]);
  await runProgram(account, join(binaries.bin, "initdb"), [
    `--pgdata=${draft}`,
    `--username=${NAME}`,
    `--pwfile=${secret}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    ...localeOptions(binaries.major),
    ...(sync ? [] : ["--no-sync"]),
  ]);
  await rm(secret);
  const create = `create database ${NAME};\n`;
  await runProgram(account, join(binaries.bin, "postgres"), ["--single", "-D", draft, "postgres"], create);
  await rename(draft, home.cluster);
};

/** Fails early, and with the remedy, where we could not even look into the data directory. */
export const refuseForeignOwner = async ({ cluster }: Home): Promise<void> => {
  const there = await stat(cluster).catch(() => undefined);
  if (there === undefined) return;
  try {
    await access(cluster, constants.R_OK | constants.X_OK);
  } catch {
    throw new Error(`${cluster} belongs to user ${there.uid}: run as that user, or choose another DATA_DIR`);
  }
};

/** Makes the data directory at the first start; later, refuses one of another major version. */
export const prepareCluster = async (home: Home, sync: boolean, log: (line: string) => void): Promise<void> => {
  const { cluster, binaries } = home;
  const there = await stat(cluster).catch(() => undefined);
  if (there === undefined) {
    log(`making a PostgreSQL ${binaries.version} database in ${cluster}`);
    await initialise(home, sync);
    return;
  }
  const major = Number((await readIfThere(join(cluster, "PG_VERSION")))?.trim());
  if (major === binaries.major) return;
  if (Number.isNaN(major))
    throw new Error(`${join(cluster, "PG_VERSION")} is damaged: restore it from a backup, or choose another DATA_DIR`);
  throw new Error(
    `${cluster} was made by PostgreSQL ${major}, this is ${binaries.major}: ` +
      `run \`aa backup\` with the version before, choose another DATA_DIR, and \`aa restore\` there`,
  );
};
