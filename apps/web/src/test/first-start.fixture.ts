import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase, statement } from "@aviationalley/db/client.ts";
import { emptyDatabase } from "@aviationalley/testing/database.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/** What somebody knows who started the server for the first time: what it printed. */
export interface FirstStart {
  readonly origin: string;
  readonly email: string;
  readonly password: string;
  /** Ends the 24 hours in which what waits is tried: its next attempt, now, is its last. */
  endTheDay(): Promise<void>;
  close(): Promise<void>;
}

const endTheDay = statement<never>(
  "test.end_the_day",
  `update delivery_queue set due_at = now() - interval '1 second', expires_at = now() - interval '1 second'
    where lease_token is null`,
);

const printed = (text: string, name: string): string => {
  const value = new RegExp(`^ +${name} +(\\S+)`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`The first start did not print its ${name}:\n${text}`);
  return value;
};

const outputUntil = (child: ChildProcess, mark: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes(mark)) resolve(text);
    });
    child.once("close", () => reject(new Error(`The server ended before it said "${mark}":\n${text}`)));
  });

/** `npm start` on an empty database, as a process of its own. Deliveries of the sandbox may go to this machine. */
export const startForTheFirstTime = async (): Promise<FirstStart> => {
  const database = await emptyDatabase();
  const folder = await mkdtemp(join(tmpdir(), "first-start-"));
  const child = spawn(process.execPath, [join(ROOT, "apps/server/src/main.ts"), "start"], {
    cwd: ROOT,
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "error",
      WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const text = await outputUntil(child, "ready in");
  return {
    origin: printed(text, "sign in").replace("/app", ""),
    email: printed(text, "owner"),
    password: printed(text, "password"),
    async endTheDay() {
      const db = openDatabase({ url: database.url, applicationName: "aviationalley tests" });
      await db.run(endTheDay, []);
      await db.close();
    },
    async close() {
      const ended = once(child, "close");
      if (child.exitCode === null) {
        child.kill("SIGINT");
        await ended;
      }
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
