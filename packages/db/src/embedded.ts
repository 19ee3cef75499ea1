import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NAME, prepareCluster, readPassword, refuseForeignOwner } from "./embedded/cluster.ts";
import { readIfThere, writeWhole } from "./embedded/files.ts";
import { type Home, settle } from "./embedded/home.ts";
import { launch } from "./embedded/launch.ts";
import { withLock } from "./embedded/lock.ts";
import { type Postmaster, readPostmaster, stopPostmaster } from "./embedded/postmaster.ts";
import { formatIdentity, identify, isAlive, parseIdentity } from "./embedded/process.ts";

export interface EmbeddedServer {
  readonly url: string;
  /** `18.4` */
  readonly version: string;
  /** Fast shutdown when this process owns the server; otherwise only lets go of it. */
  stop(): Promise<void>;
  /** False when another process started it. Becomes true when that one ends and this one takes over. */
  readonly ownsProcess: boolean;
}

export interface EmbeddedOptions {
  /** Everything of this server lies in it: data, password, port, log. */
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** The `bin` folder of a PostgreSQL of the system's, used instead of the one installed with this project. */
  readonly binaries?: string;
  /** Default true. False for data that may be lost: tests. */
  readonly fsync?: boolean;
}

interface Running {
  readonly postmaster: Postmaster;
  readonly owned: boolean;
}

const WATCH = 250;
const READY_POLL = 20;

const ownerFile = (home: Home) => join(home.folder, "owner");

const hasLivingOwner = async (home: Home): Promise<boolean> => {
  const owner = parseIdentity((await readIfThere(ownerFile(home))) ?? "");
  return owner !== undefined && isAlive(owner);
};

/** The server of a living process, once it is ready. One whose owner is gone is stopped: it is not tied to anyone. */
const attach = async (home: Home, log: (line: string) => void): Promise<Postmaster | undefined> => {
  for (;;) {
    const postmaster = await readPostmaster(home.cluster);
    if (postmaster === undefined) return undefined;
    if (!(await hasLivingOwner(home))) {
      log(`stopping the PostgreSQL (process ${postmaster.identity.pid}) that a killed process left behind`);
      await stopPostmaster(postmaster.identity);
      return undefined;
    }
    if (postmaster.ready) return postmaster;
    await sleep(READY_POLL);
  }
};

const startOrAttach = async (home: Home, fsync: boolean, log: (line: string) => void): Promise<Running> => {
  await refuseForeignOwner(home);
  const found = await attach(home, log);
  if (found) return { postmaster: found, owned: false };
  await prepareCluster(home, fsync, log);
  await writeWhole(ownerFile(home), formatIdentity(identify(process.pid)));
  const { postmaster } = await launch(home, fsync, log);
  log(`PostgreSQL ${home.binaries.version} runs on 127.0.0.1:${postmaster.port}`);
  return { postmaster, owned: true };
};

/**
 * Starts the PostgreSQL that comes with this project, or attaches to it when another process runs it already. Its life
 * is tied to ours: it ends with us, even by kill -9 where the system can do that, and whatever is left is cleared at
 * the next start. A server that dies, or whose owner leaves while we use it, is started anew by us on the same port.
 * Throws with a one-line remedy.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const log = options.log ?? (() => undefined);
  const fsync = options.fsync ?? true;
  const home = await settle(options.dataDir, options.binaries, log);
  const onWait = (pid: number) => log(`waiting for process ${pid}, which is starting the database`);
  const ensure = () => withLock(join(home.folder, "lock"), () => startOrAttach(home, fsync, log), onWait);
  let running = await ensure();
  let stopped = false;
  let recovering: Promise<void> | undefined;

  const recover = async () => {
    if (stopped || isAlive(running.postmaster.identity)) return;
    log("the database ended; starting it anew");
    try {
      running = await ensure();
    } catch (error) {
      log(error instanceof Error ? error.message : String(error));
    }
  };
  const watch = setInterval(() => {
    recovering ??= recover().finally(() => (recovering = undefined));
  }, WATCH).unref();

  const password = await readPassword(home);
  return {
    url: `postgres://${NAME}:${password}@127.0.0.1:${running.postmaster.port}/${NAME}`,
    version: home.binaries.version,
    get ownsProcess() {
      return running.owned;
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(watch);
      await recovering;
      if (!running.owned) return;
      // The owner file stays: by now it may be that of a process which took over.
      await stopPostmaster(running.postmaster.identity);
    },
  };
};
