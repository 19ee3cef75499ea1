import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { NETWORK } from "./hosts/network.ts";

const run = promisify(execFile);

const NAME = "aviationalley";

/** One run's passwords: of the superuser, and of the role that owns the product's database and can do nothing else. */
export const PASSWORDS = { postgres: randomBytes(16).toString("hex"), [NAME]: randomBytes(16).toString("hex") };

export interface HostPlan {
  readonly bin: string;
  readonly name: string;
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  /** What stands before a command that is to run on that host. */
  readonly within?: readonly string[];
  /** Settings beside the defaults; they may change when the server is told to reload. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder on another disk, for the data without its log. */
  readonly data?: string;
  /** A folder on another disk, for the write-ahead log. */
  readonly wal?: string;
}

/** A PostgreSQL as an operator has it: of Debian's, with the defaults, for a role that is no superuser. */
export interface Host {
  readonly address: string;
  readonly port: number;
  readonly data: string;
  /** Its file of settings. */
  readonly config: string;
  /** Makes its folder, with its settings, for a cluster that is copied there. */
  prepareHome(): Promise<void>;
  /** Makes an empty cluster. */
  initialise(): Promise<void>;
  /** Puts these settings in force, beside those of its plan. */
  reload(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Whether it answers. */
  isReady(): Promise<boolean>;
  /** Makes it a standby of another at its next start. */
  follow(primary: string): Promise<void>;
  /** Starts it, unless it runs, and resolves when it answers. */
  start(): Promise<void>;
  /** Runs one of PostgreSQL's programs on that host, as its owner. */
  tool(program: string, ...args: readonly string[]): Promise<string>;
  /** All of its processes end at once, as if the power had failed. */
  halt(): Promise<void>;
  /** One statement as the superuser. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** For a role, in the product's database unless told otherwise. */
  url(role: "postgres" | typeof NAME, database?: string): string;
}

const READY_POLL_MS = 50;

/** The user that Debian's package makes. */
const OWNER = "postgres";
const asOwner = ["setpriv", `--reuid=${OWNER}`, `--regid=${OWNER}`, "--clear-groups", "--"];

const ownerIds = async (): Promise<{ uid: number; gid: number }> => {
  const { stdout: uid } = await run("id", ["-u", OWNER]);
  const { stdout: gid } = await run("id", ["-g", OWNER]);
  return { uid: Number(uid), gid: Number(gid) };
};

/** Gives a folder to the user as whom PostgreSQL runs. */
export const give = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const { uid, gid } = await ownerIds();
  await chown(folder, uid, gid);
  await chmod(folder, 0o700);
};

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const openHost = (plan: HostPlan): Host => {
  const { bin, name, folder, address, port, within = [] } = plan;
  const home = join(folder, name);
  const data = plan.data ?? join(home, "data");
  const [config, hba] = [join(home, "postgresql.conf"), join(home, "pg_hba.conf")];

  const command = (program: string, args: readonly string[]): [string, string[]] => {
    const [first = "", ...rest] = [...within, ...asOwner, join(bin, program), ...args];
    return [first, rest];
  };

  const tool = async (program: string, ...args: readonly string[]): Promise<string> =>
    (await run(...command(program, args), { cwd: "/" })).stdout;

  const url = (role: "postgres" | typeof NAME, database = NAME): string =>
    `postgres://${role}:${PASSWORDS[role]}@${address}:${port}/${database}`;

  const query = async <Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    const connectionString = url("postgres", "postgres");
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };

  const isReady = (): Promise<boolean> =>
    run(join(bin, "pg_isready"), ["-q", "-t", "1", "-h", address, "-p", `${port}`]).then(
      () => true,
      () => false,
    );

  const configure = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    const all = {
      listen_addresses: address,
      port: `${port}`,
      unix_socket_directories: "",
      hba_file: hba,
      cluster_name: name,
      log_error_verbosity: "terse",
      ...plan.settings,
      ...settings,
    };
    const lines = Object.entries(all).map(([key, value]) => `${key} = ${quoted(value)}\n`);
    await writeFile(config, lines.join(""));
    await chmod(config, 0o644);
  };

  const prepareHome = async (): Promise<void> => {
    await give(home);
    await writeFile(hba, [NETWORK, "127.0.0.0/8"].flatMap(rulesFor).join(""));
    await chmod(hba, 0o644);
    await configure({});
  };

  return {
    address,
    port,
    data,
    config,
    prepareHome,
    tool,
    url,
    query,
    isReady,
    async reload(settings) {
      await configure(settings);
      await tool("pg_ctl", "reload", "-D", data);
    },
    async initialise() {
      await prepareHome();
      await give(data);
      const words = join(home, "password");
      await writeFile(words, PASSWORDS.postgres);
      await chmod(words, 0o644);
      const elsewhere = plan.wal === undefined ? [] : [`--waldir=${plan.wal}`, "--wal-segsize=1"];
      await tool("initdb", "-D", data, "-U", OWNER, "-A", "scram-sha-256", `--pwfile=${words}`, "-k", ...elsewhere);
      await rm(words);
    },
    async follow(primary) {
      await configure({ primary_conninfo: primary });
      const signal = join(data, "standby.signal");
      await writeFile(signal, "");
      const { uid, gid } = await ownerIds();
      await chown(signal, uid, gid);
    },
    async start() {
      if (await isReady()) return;
      const log = openSync(join(home, "server.log"), "a");
      const child = spawn(...command("postgres", ["-D", data, "-c", `config_file=${config}`]), {
        cwd: "/",
        stdio: ["ignore", log, log],
      });
      while (!(await isReady())) {
        if (child.exitCode !== null) throw new Error(`${name} does not start: see ${join(home, "server.log")}`);
        await sleep(READY_POLL_MS);
      }
    },
    async halt() {
      await tool("pg_ctl", "stop", "-D", data, "-m", "immediate").catch(() => undefined); // it may have ended already
    },
  };
};

const rulesFor = (network: string): string[] =>
  ["all", "replication"].map((what) => `host ${what} all ${network} scram-sha-256\n`);

/** The product's role and empty database. */
export const makeDatabase = async (host: Host): Promise<void> => {
  await host.query(`create role ${NAME} login password ${quoted(PASSWORDS[NAME])}`);
  await host.query(`create database ${NAME} owner ${NAME}`);
};

/** What is proved must have been able to keep its word. Answers the version. */
export const refuseForgetful = async (host: Host): Promise<string> => {
  const rows = await host.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')",
  );
  const wrong = rows.filter(({ setting }) => setting !== "on").map((one) => one.name);
  if (rows.length !== 3 || wrong.length > 0) throw new Error(`Not on, so nothing is proved: ${wrong.join(", ")}`);
  const [version] = await host.query<{ server_version: string }>("show server_version");
  return version?.server_version.split(" ")[0] ?? "unknown";
};
