import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { freePort } from "../lib/processes.ts";

const MAIN = new URL("../../apps/server/src/main.ts", import.meta.url);
const PROBE = new URL("probe.ts", import.meta.url);

/** The product's own server, which can be asked for its heap. */
export interface SoakedServer {
  readonly pid: number;
  readonly origin: string;
  /** Bytes in use after a full collection. */
  heap(): Promise<number>;
  stop(): Promise<void>;
}

/** API, worker and timed jobs in one process, as an operator starts it; the rate limit is on, but out of reach. */
export const startSoaked = async (databaseUrl: string): Promise<SoakedServer> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = fork(MAIN, ["start"], {
    execArgv: ["--expose-gc", "--import", PROBE.href],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: "for-the-benchmark-only-0123456789abcdef",
      SECRET_KEYS: RING_TEXT,
      WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
      RATE_LIMIT_PER_SECOND: "1000000",
      RATE_LIMIT_BURST: "1000000",
      PORT: `${port}`,
    },
  });
  const { pid } = server;
  if (pid === undefined) throw new Error("The server has no process.");
  const isReady = async (): Promise<boolean> => (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok ?? false;
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    await sleep(100);
  }
  return {
    pid,
    origin,
    async heap() {
      const answer = once(server, "message");
      server.send("heap");
      const [bytes] = await answer;
      return Number(bytes);
    },
    async stop() {
      if (server.exitCode !== null) return;
      const exit = once(server, "exit");
      server.kill("SIGTERM");
      await exit;
    },
  };
};
