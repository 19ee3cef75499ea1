import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environment } from "./cluster.ts";
import { readIfThere, writeWhole } from "./files.ts";
import type { Home } from "./home.ts";
import { choosePort } from "./port.ts";
import { type Postmaster, readPostmaster } from "./postmaster.ts";

const LONGEST_LOG = 10_000_000;
const POLL = 10;
const MOST_TRIES = 20;
const PATIENCE = 500;

const settings = (port: number, fsync: boolean): string[] =>
  Object.entries({
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    cluster_name: "aviationalley",
    max_connections: 200,
    shared_buffers: "256MB",
    random_page_cost: 1.1,
    jit: "off",
    max_wal_size: "2GB",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
    // The detail of a violated constraint holds the row's values, which do not belong in a log.
    log_error_verbosity: "terse",
    ...(fsync ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

const openLog = async (path: string) => {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return await open(path, size > LONGEST_LOG ? "w" : "a", 0o600);
};

const spawnServer = async ({ account, binaries, cluster, folder }: Home, port: number, fsync: boolean) => {
  const program = join(binaries.bin, "postgres");
  const [command = program, ...rest] = [...account.prefix, program, "-D", cluster, ...settings(port, fsync)];
  const log = await openLog(join(folder, "server.log"));
  try {
    // Detached: Ctrl-C reaches the whole foreground group, and would end the database under our own shutdown.
    const child = spawn(command, rest, {
      cwd: "/",
      env: environment,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...account.spawnAs,
    });
    child.unref();
    return child;
  } finally {
    await log.close();
  }
};

/** Resolves with the server when it takes connections, with undefined when it ended instead. */
const waitUntilReady = async (child: ChildProcess, cluster: string, log: (line: string) => void) => {
  let failure: Error | undefined;
  child.on("error", (error) => (failure = error));
  for (let waited = 0; ; waited += POLL) {
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.ready && postmaster.identity.pid === child.pid) return postmaster;
    if (waited > 0 && waited % 5_000 === 0) log("PostgreSQL is still recovering; waiting");
    await sleep(POLL);
  }
};

export interface Launched {
  readonly postmaster: Postmaster;
  readonly child: ChildProcess;
}

const lastWords = async (folder: string, from: number): Promise<string> =>
  (await readFile(join(folder, "server.log"))).subarray(from).toString();

const logSize = (folder: string): Promise<number> =>
  stat(join(folder, "server.log")).then(
    ({ size }) => (size > LONGEST_LOG ? 0 : size),
    () => 0,
  );

/** After kill -9, the old server's children may hold its memory for a moment yet. */
const MAY_PASS = /pre-existing shared memory block|Address already in use|could not create any TCP/;

/**
 * Starts PostgreSQL on a prepared data directory that no server uses, on its last port where that is free, and waits
 * until it is ready (crash recovery included). Throws with the log's last line when it does not start.
 */
export const launch = async (home: Home, fsync: boolean, log: (line: string) => void): Promise<Launched> => {
  const kept = join(home.folder, "port");
  // The caller holds the lock and found no living server of this directory, so what the file names is not one.
  await rm(join(home.cluster, "postmaster.pid"), { force: true });
  for (let tries = 1; ; tries++) {
    const port = await choosePort(Number(await readIfThere(kept)));
    await writeWhole(kept, `${port}\n`);
    const from = await logSize(home.folder);
    const child = await spawnServer(home, port, fsync);
    const postmaster = await waitUntilReady(child, home.cluster, log);
    if (postmaster) return { postmaster, child };
    const said = await lastWords(home.folder, from);
    if (tries === MOST_TRIES || !MAY_PASS.test(said)) {
      const fatal = said.split("\n").find((line) => /FATAL|PANIC|setpriv|error/.test(line)) ?? said.trim();
      throw new Error(`PostgreSQL did not start: ${fatal} (see ${join(home.folder, "server.log")})`);
    }
    await sleep(PATIENCE);
  }
};
