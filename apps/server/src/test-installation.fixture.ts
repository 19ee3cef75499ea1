import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** An installation of its own: a folder with its own database, the command line, and the server as a process. */
export interface Installation {
  /** DATA_DIR. */
  readonly folder: string;
  /** All that the server has written to its two streams. */
  readonly log: string;
  /** Runs a command; answers its standard output, the errors with it in the log. */
  aa(...args: readonly string[]): Promise<string>;
  /** Starts the server, with options of `aa start`; answers its origin. */
  start(...options: readonly string[]): Promise<string>;
  /** Ends the server as Ctrl-C does. */
  stop(): Promise<void>;
  /** Files below DATA_DIR outside of the database, by their paths in it. */
  files(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export const newInstallation = async (environment: Readonly<Record<string, string>>): Promise<Installation> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-installation-"));
  await chmod(folder, 0o755); // PostgreSQL's user must get to its data
  const env = { DATA_DIR: folder, HOST: "127.0.0.1", PORT: "0", ...environment };
  let log = "";
  let server: ChildProcess | undefined;

  const run = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [MAIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });

  const stop = async (): Promise<void> => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, "close");
    server.kill("SIGINT");
    await ended;
  };

  return {
    folder,
    get log() {
      return log;
    },
    stop,
    async aa(...args) {
      const child = run(args);
      let out = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (log += text));
      const [code] = await once(child, "close");
      if (code !== 0) throw new Error(`aa ${args.join(" ")} ended with ${code}:\n${log}`);
      return out.trim();
    },
    async start(...options) {
      const before = log.length; // commands may have named other addresses
      const child = run(["start", ...options]);
      server = child;
      const ready = new Promise<void>((resolve, reject) => {
        const hear = (text: string): void => {
          log += text;
          if (log.slice(before).includes("ready in")) resolve();
        };
        child.stdout?.setEncoding("utf8").on("data", hear);
        child.stderr?.setEncoding("utf8").on("data", hear);
        child.once("close", () => reject(new Error(`The server ended before it was ready:\n${log}`)));
      });
      await ready;
      return /http:\/\/127\.0\.0\.1:\d+/.exec(log.slice(before))?.[0] ?? "";
    },
    async files() {
      const names = (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith("cluster"));
      const found = new Map<string, string>();
      for (const name of names)
        if ((await stat(join(folder, name))).isFile()) found.set(name, await readFile(join(folder, name), "latin1"));
      return found;
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
