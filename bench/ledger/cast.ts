import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { freePort } from "../lib/processes.ts";
import { Actor } from "./actor.ts";
import type { ProducerOrder, ReceiverOrder } from "./lines.ts";

const MAIN = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
const PRODUCER = fileURLToPath(new URL("producer.ts", import.meta.url));
const RECEIVER = fileURLToPath(new URL("receiver.ts", import.meta.url));

export interface Stage {
  readonly folder: string;
  readonly databaseUrl: string;
  /** For the nodes alone, beside what an operator sets. */
  readonly nodeEnv?: Readonly<Record<string, string>>;
}

const authSecret = randomBytes(32).toString("hex");

const operatorEnv = ({ databaseUrl, nodeEnv }: Stage): Record<string, string> => ({
  NODE_ENV: "production",
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: authSecret,
  SECRET_KEYS: RING_TEXT,
  WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
  LOG_LEVEL: "warn",
  // Out of reach: it is not what is tried here.
  RATE_LIMIT_PER_SECOND: "1000000",
  RATE_LIMIT_BURST: "1000000",
  ...nodeEnv,
});

export interface ApiNode {
  readonly actor: Actor;
  readonly origin: string;
}

/** A node that answers requests, as `npm start -- --roles api` starts it. */
export const apiNode = async (stage: Stage, name: string): Promise<ApiNode> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const actor = new Actor({
    name,
    args: [MAIN, "start", "--roles", "api"],
    env: { ...operatorEnv(stage), PORT: `${port}` },
    log: join(stage.folder, `${name}.log`),
    ready: async () => (await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok,
  });
  return { actor, origin };
};

/** A node that delivers, as `npm start -- --roles worker` starts it. */
export const workerNode = (stage: Stage, name: string): Actor => {
  const log = join(stage.folder, `${name}.log`);
  let starts = 0;
  let pid: number | undefined;
  return new Actor({
    name,
    args: [MAIN, "start", "--roles", "worker"],
    // Any port that is free: nobody asks it for its health here. None stands by, however few processors there are.
    env: { ...operatorEnv(stage), PORT: "0", WORKERS_PER_MACHINE: "100" },
    log,
    async ready(child) {
      if (pid !== child.pid) starts = countReady(await readFile(log, "utf8"));
      pid = child.pid;
      return countReady(await readFile(log, "utf8")) > starts;
    },
  });
};

const countReady = (log: string): number => log.split("The worker runs").length;

const said = async (child: ChildProcess): Promise<boolean> => {
  await once(child, "message");
  return true;
};

export const producer = (stage: Stage, order: ProducerOrder): Actor =>
  new Actor({
    name: order.name,
    args: [PRODUCER, JSON.stringify(order)],
    env: {},
    log: join(stage.folder, `${order.name}.log`),
    ready: said,
    speaks: true,
  });

/** Subscribers of every temper. Answers their address. */
export const startReceivers = async (
  stage: Stage,
  order: ReceiverOrder,
): Promise<{ actor: Actor; child: ChildProcess; origin: string }> => {
  let origin = "";
  const actor = new Actor({
    name: "receiver",
    args: [RECEIVER, JSON.stringify(order)],
    env: {},
    log: join(stage.folder, "receiver.log"),
    async ready(child) {
      const [url] = await once(child, "message");
      origin = new URL(String(url)).origin;
      return true;
    },
    speaks: true,
  });
  return { actor, child: await actor.start(), origin };
};
