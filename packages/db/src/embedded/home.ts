import { createHash } from "node:crypto";
import { access, chmod, constants, cp, mkdir, realpath } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Account, chooseAccount } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { makeDataDir } from "./files.ts";

/** Where everything of one embedded server lies, and how its programs are run. */
export interface Home {
  /** Ours: password, port, owner, lock and log. */
  readonly folder: string;
  /** PostgreSQL's: its data directory. */
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account;
}

/** For root whose PostgreSQL user can reach neither the project nor its data, and who has no capability to lend. */
const ELSEWHERE = "/var/lib/aviationalley";

const nameOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

const moveBinaries = async (binaries: Binaries): Promise<Binaries> => {
  const native = dirname(binaries.bin);
  const copy = join(ELSEWHERE, `postgresql-${binaries.version}-${nameOf(native)}`);
  if (!existsSync(join(copy, "bin", "postgres"))) await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return { ...binaries, bin: join(copy, "bin") };
};

const settleElsewhere = async (folder: string, found: Binaries, log: (line: string) => void): Promise<Home> => {
  const place = join(ELSEWHERE, nameOf(folder));
  await mkdir(place, { recursive: true });
  await Promise.all([chmod(ELSEWHERE, 0o755), chmod(place, 0o755)]);
  const cluster = join(place, "cluster");
  const binaries = await moveBinaries(found);
  const account = chooseAccount(binaries.bin, place, cluster);
  if (account === undefined) throw new Error(`PostgreSQL's user cannot reach ${place}; set DATABASE_URL instead`);
  log(`PostgreSQL's user cannot reach ${folder}; its data is in ${cluster}`);
  return { folder, cluster, binaries, account };
};

/** Finds binaries, a place for the data, and an account that reaches both. */
export const settle = async (
  dataDir: string,
  given: string | undefined,
  log: (line: string) => void,
): Promise<Home> => {
  await makeDataDir(dataDir);
  // Without links: the server's working directory, by which we know it again, has none either.
  const folder = await realpath(dataDir);
  await access(folder, constants.W_OK).catch(() => {
    throw new Error(`${folder} cannot be written by this user: run as its owner, or choose another DATA_DIR`);
  });
  const binaries = await findBinaries(given, folder);
  const cluster = join(folder, "cluster");
  const moved = existsSync(join(ELSEWHERE, nameOf(folder), "cluster"));
  const account = moved ? undefined : chooseAccount(binaries.bin, folder, cluster);
  return account === undefined ? await settleElsewhere(folder, binaries, log) : { folder, cluster, binaries, account };
};
