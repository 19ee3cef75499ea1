import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/** How PostgreSQL's programs are started: what stands before them on the command line, and as whom. */
export interface Account {
  readonly prefix: readonly string[];
  /** Set when we are root: the user who must own the data. */
  readonly uid?: number;
  readonly gid?: number;
  /** The one case in which spawn itself must change the user, since there is no setpriv. */
  readonly spawnAs?: { readonly uid: number; readonly gid: number };
}

/**
 * The kernel sends PostgreSQL a fast-shutdown signal when our main thread ends, also by kill -9. The tie is to the
 * thread that started it, so a worker thread must not make it.
 */
const DEATH = ["--pdeathsig", "INT"];

/**
 * Lets an unprivileged user walk through folders such as /root (0700) to files that are open to it, and nothing more:
 * the one capability for reading and searching. PostgreSQL checks its binaries with access(2), which drops the
 * capabilities of any user but root unless no_setuid_fixup says otherwise.
 */
const READ_SEARCH = "-all,+dac_read_search";
const PASSAGE = [
  "--securebits=+no_setuid_fixup",
  ...["--inh-caps", "--ambient-caps", "--bounding-set"].map((set) => `${set}=${READ_SEARCH}`),
];

const hasSetpriv = (): boolean =>
  process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "INT", "true"], { cwd: "/" }).status === 0;

interface User {
  readonly uid: number;
  readonly gid: number;
}

const findUser = (name: string): User | undefined => {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

/** Whom root runs PostgreSQL as: the owner of data that exists, else `postgres`, else `nobody`. */
const chooseUser = (cluster: string): User => {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = findUser("postgres") ?? findUser("nobody");
  if (user === undefined) throw new Error("PostgreSQL refuses to run as root, and there is no user postgres or nobody");
  return user;
};

const REACHES = 'test -x "$0/postgres" && cd "$1"';

const reaches = (account: Account, bin: string, folder: string): boolean => {
  const [command, ...rest] = [...account.prefix, "sh", "-c", REACHES, bin, folder];
  return spawnSync(command, rest, { cwd: "/", stdio: "ignore", ...account.spawnAs }).status === 0;
};

/** Who we are is who runs it, tied to our life where the system can. */
const ownAccount = (tie: boolean): Account => ({ prefix: tie ? ["setpriv", ...DEATH] : [] });

/**
 * The account under which PostgreSQL can be run from `bin` with its data in `folder`, with the least privilege that
 * reaches both; undefined when root finds none (the caller then moves both to where they can be reached).
 */
export const chooseAccount = (bin: string, folder: string, cluster: string): Account | undefined => {
  const setpriv = hasSetpriv();
  const tie = setpriv && isMainThread;
  if (process.getuid?.() !== 0) return ownAccount(tie);
  const user = chooseUser(cluster);
  const base = ["setpriv", "--reuid", `${user.uid}`, "--regid", `${user.gid}`, "--clear-groups", ...(tie ? DEATH : [])];
  const candidates: Account[] = setpriv
    ? [base, [...base, ...PASSAGE]].map((prefix) => ({ prefix, ...user }))
    : [{ prefix: [], ...user, spawnAs: user }];
  return candidates.find((account) => reaches(account, bin, folder));
};
