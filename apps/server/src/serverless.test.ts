import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { expect, test } from "vitest";

const ROOT = new URL("../../../", import.meta.url);
const CRON_SECRET = randomBytes(16).toString("hex");

/** A platform in small: an HTTP server that calls the default export of the function for every request. */
const PLATFORM = `
  import { createServer } from "node:http";
  import entry from ${JSON.stringify(new URL("api/index.mjs", ROOT).href)};
  createServer((request, response) => entry(request, response).catch((error) => { console.error(error); response.destroy(); }))
    .listen(0, "127.0.0.1", function () { process.send(this.address().port); });
  process.on("disconnect", () => process.exit(0));
`;

const startPlatform = async (env: Record<string, string>) => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", PLATFORM], {
    env: { NODE_ENV: "test", LOG_LEVEL: "error", ...env },
    cwd: fileURLToPath(ROOT),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [port]: unknown[] = await once(child, "message");
  return { origin: `http://127.0.0.1:${Number(port)}`, stop: () => void child.kill("SIGKILL") };
};

test("called as the platform calls it, the function serves the API, and its cron delivers without a worker", async () => {
  const database = await testDatabase();
  const { db } = database;
  const receiver = await startReceiver();
  const { sandboxId } = await newTwins(db);
  const { id } = await newEndpoint(db, sandboxId, { url: receiver.url });
  await makeThings(db, sandboxId, 5);
  const platform = await startPlatform({
    DATABASE_URL: database.url,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    SECRET_KEYS: RING_TEXT,
    PUBLIC_URL: "https://api.example.com",
    WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
    CRON_SECRET,
  });
  expect((await fetch(`${platform.origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${platform.origin}/api/v1/bookings`)).status).toBe(401);
  expect((await fetch(`${platform.origin}/api/cron/webhooks`)).status).toBe(401);
  const { crons } = JSON.parse(readFileSync(new URL("vercel.json", ROOT), "utf8")) as { crons: { path: string }[] };
  const answer = await fetch(`${platform.origin}${crons[0]?.path}`, {
    headers: { authorization: `Bearer ${CRON_SECRET}` },
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ endpoints: 1 });
  expect(receiver.received).toHaveLength(5);
  expect(receiver.received.every(({ headers }) => headers["webhook-signature"] !== undefined)).toBe(true);
  expect(id).toBeDefined();
  platform.stop();
  await until(() => receiver.open === 0);
  await receiver.close();
  await database.drop();
});
