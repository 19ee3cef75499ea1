import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

const MAIN = new URL("../../apps/server/src/main.ts", import.meta.url).pathname;

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No port was free.");
  return address.port;
};

export interface Program {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a program of ours in this Node and waits until `ready` answers. Its output goes nowhere, as into a log. */
export const start = async (
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  ready: () => Promise<boolean>,
  nodeOptions: readonly string[] = [],
): Promise<Program> => {
  const child = spawn(process.execPath, [...nodeOptions, script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  await untilReady(child, ready);
  if (child.pid === undefined) throw new Error(`${script} has no process.`);
  return {
    pid: child.pid,
    async stop() {
      process.off("exit", end);
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
};

const untilReady = async (child: ChildProcess, ready: () => Promise<boolean>): Promise<void> => {
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`A program of the benchmark ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/**
 * The product's own server, as an operator starts it, with the rate limit on but out of reach. `roles: "api"` leaves out
 * the timed jobs, which in rows made up for a list find hundreds of thousands overdue, and change them.
 */
export const startServer = async (
  databaseUrl: string,
  { nodeOptions = [], roles = "api,worker" }: { nodeOptions?: readonly string[]; roles?: string } = {},
): Promise<Program & { origin: string }> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...operatorEnv(databaseUrl),
    PORT: `${port}`,
    RATE_LIMIT_PER_SECOND: "1000000",
    RATE_LIMIT_BURST: "1000000",
  };
  const ready = async (): Promise<boolean> => (await fetch(`${origin}/readyz`)).ok;
  const program = await start(MAIN, ["start", "--roles", roles], env, ready, nodeOptions);
  return { ...program, origin };
};

/** A live key of one center, made by the operator's command line; it may do all unless told otherwise. */
export const createKey = async (databaseUrl: string, centerId: string, scopes = "*"): Promise<string> => {
  const args = [MAIN, "key", "create", "--center", centerId, "--mode", "live", "--scopes", scopes];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...operatorEnv(databaseUrl) } });
  return stdout.trim();
};

const operatorEnv = (databaseUrl: string): Record<string, string> => ({
  NODE_ENV: "production",
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: "for-the-benchmark-only-0123456789abcdef",
});
