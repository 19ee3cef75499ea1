import { openDatabase, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { openProxy } from "@aviationalley/testing/proxy.ts";
import { startServer } from "@aviationalley/testing/server.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWebhookMetrics } from "../platform/webhooks/metrics.ts";
import { metricsPlugin } from "./metrics.ts";
import { openRequestMetrics } from "./request-metrics.ts";

/** Due for an hour, in a database that no worker looks at. */
const WAITING = 4;

const hourAgo = statement<never>("test.hour_ago", "update delivery_queue set due_at = now() - interval '1 hour'");

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const { sandboxId } = await newTwins(db);
  await newEndpoint(db, sandboxId, { url: "https://example.com/" });
  await makeThings(db, sandboxId, WAITING);
  await db.run(hourAgo, []);
});
afterAll(() => database.drop());

const startScraped = async (db = database.db) => {
  const requests = openRequestMetrics();
  const registries = [openWebhookMetrics(db).registry, requests.registry];
  const server = await startServer({
    requests,
    plugins: [metricsPlugin({ registries, token: undefined, publicUrl: "https://a.example" })],
  });
  return { ...server, scrape: () => fetch(`${server.origin}/metrics`) };
};

test("metrics are shown on this machine, and elsewhere only to the token", async () => {
  const server = await startScraped();
  expect((await server.scrape()).status).toBe(200);
  const proxied = await fetch(`${server.origin}/metrics`, { headers: { "x-forwarded-for": "203.0.113.9" } });
  expect(proxied.status).toBe(401);
  await server.close();
});

test("the first scrape already says how many deliveries wait, and for how long", async () => {
  const server = await startScraped();
  const text = await (await server.scrape()).text();
  expect(text).toContain(`aa_webhook_backlog{state="due"} ${WAITING}`);
  const [, seconds] = /^aa_webhook_oldest_due_seconds (\S+)$/m.exec(text) ?? [];
  expect(Number(seconds)).toBeGreaterThanOrEqual(3_600);
  await server.close();
});

test("while the database is away, what this process counted is served, and what the database would say is left out", async () => {
  const proxy = await openProxy(Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const db = openDatabase({ url: url.href });
  const server = await startScraped(db);
  await server.api().get("/healthz");
  await proxy.close();
  const answer = await server.scrape();
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('aa_http_requests_total{method="GET",route="/healthz",status="200"} 1');
  expect(text).toContain("aa_webhook_claims_total 0");
  expect(text).not.toMatch(/^aa_webhook_(backlog|oldest_due_seconds)/m);
  await server.close();
  await db.close();
});
