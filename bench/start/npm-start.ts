import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../lib/processes.ts";

const PATIENCE_MS = 120_000;
const POLL_MS = 5;

/** `npm start`, serving. */
export interface Started {
  /** Of npm; everything else descends from it. */
  readonly pid: number;
  /** From the command to the first answer of 200. */
  readonly ms: number;
  /** All that it printed so far. */
  readonly said: string;
  /** Ctrl-C, and the end of all that was started. */
  stop(): Promise<void>;
}

/** The test key that a first start shows. */
export const tokenIn = (said: string): string => {
  const token = /aa_test_[0-9a-f]{32}/.exec(said)?.[0];
  if (token === undefined) throw new Error(`The first start showed no key:\n${said}`);
  return token;
};

const isServed = async (port: number, token: string | undefined): Promise<boolean> => {
  const path = token === undefined ? "/readyz" : "/api/v1/bookings";
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
};

/**
 * Runs `npm start` over a data folder as a person would, and waits until `GET /api/v1/bookings` with `token` is answered
 * with 200, where there is no token yet until `/readyz` is.
 */
export const npmStart = async (dataDir: string, token?: string): Promise<Started> => {
  const port = await freePort();
  const { DATABASE_URL: _, ...env } = process.env;
  const began = performance.now();
  const npm = spawn("npm", ["start"], {
    env: { ...env, DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: `${port}` },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own, which gets the signal as on Ctrl-C
  });
  let said = "";
  npm.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  npm.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const closed = once(npm, "close");
  const { pid } = npm;
  if (pid === undefined) throw new Error("npm has no process.");
  const signal = (name: "SIGINT" | "SIGKILL"): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // It has ended already.
    }
  };
  while (!(await isServed(port, token))) {
    if (npm.exitCode === null && performance.now() - began < PATIENCE_MS) await sleep(POLL_MS);
    else {
      signal("SIGKILL");
      throw new Error(`npm start does not serve:\n${said}`);
    }
  }
  return {
    pid,
    ms: performance.now() - began,
    get said() {
      return said;
    },
    async stop() {
      signal("SIGINT");
      await closed;
    },
  };
};
