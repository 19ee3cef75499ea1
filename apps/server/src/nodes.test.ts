import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Installation, newInstallation } from "./test-installation.fixture.ts";

/** Several nodes over one database, each with a folder of its own as on a machine of its own. */
const database = await testDatabase();
const receiver = await startReceiver();
const nodes: Installation[] = [];
const nodeWith = async (environment: Readonly<Record<string, string>>): Promise<Installation> => {
  const node = await newInstallation({ DATABASE_URL: database.url, ...environment });
  nodes.push(node);
  return node;
};

beforeAll(async () => {
  const { sandboxId } = await newTwins(database.db);
  await newEndpoint(database.db, sandboxId, { url: receiver.url });
  await makeThings(database.db, sandboxId, 3);
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await receiver.close();
  await database.drop();
});

test("a worker alone answers health and metrics on its port, and nothing else", async () => {
  const node = await nodeWith({ SECRET_KEYS: RING_TEXT });
  const origin = await node.start("--roles", "worker");
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  const scrape = async (): Promise<string> => (await fetch(`${origin}/metrics`)).text();
  // What it sends is counted where it is scraped.
  await until(async () => (await scrape()).includes('aa_webhook_attempts_total{outcome="delivered"} 3'));
  expect(await scrape()).toContain('aa_http_requests_total{method="GET",route="/readyz",status="200"} 1');
  for (const path of ["/", "/api/v1/bookings", "/trpc/session.me", "/docs/api", "/app", "/api/cron/webhooks"]) {
    const answer = await fetch(`${origin}${path}`);
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 404, "application/problem+json"]);
  }
  const taken = await nodeWith({ SECRET_KEYS: RING_TEXT, PORT: new URL(origin).port });
  await expect(taken.start("--roles", "worker")).rejects.toThrow(/Port \d+ of 127\.0\.0\.1 is in use\./);
  await node.stop();
}, 60_000);

test("a node that lacks the key of webhook secrets does not start, and says which; deleting the endpoint lets it", async () => {
  const node = await nodeWith({});
  await expect(node.start()).rejects.toThrow(/are sealed with "test", which this node cannot open\. Set SECRET_KEYS/);
  await expect(node.aa("tick")).rejects.toThrow(/Set SECRET_KEYS/);
  const impostor = await nodeWith({ SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` });
  await expect(impostor.start()).rejects.toThrow(/are sealed with "test"/);
  const [id = ""] = (await node.aa("endpoint", "list")).split(" ");
  await node.aa("endpoint", "delete", id);
  expect((await fetch(`${await node.start()}/readyz`)).status).toBe(200);
  expect(node.log).toContain("SECRET_KEYS is not set: only this node can sign webhooks");
  await node.stop();
}, 60_000);
