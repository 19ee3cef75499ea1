import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DAY_MS } from "../../lib/time.ts";
import { webhookChores } from "./chores.ts";
import { dropPartitions, keepHistory, makePartitions } from "./partitions.ts";

let rig: WebhookRig;

beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.close());

const count = (table: string): Promise<number> => rig.run(`count_${table}`, `select from ${table}`);

test("history lies in partitions that were made ahead, and goes when all of one is older than 30 days", async () => {
  const center = await rig.center();
  await newEndpoint(rig.db, center, { url: "https://example.com/" });
  expect(await makePartitions(rig.db, Date.now() + 7 * DAY_MS)).toBe(3);
  expect(await makePartitions(rig.db, Date.now() + 7 * DAY_MS)).toBe(0);
  await makeThings(rig.db, center, 3);
  expect(await count("deliveries_default")).toBe(0);
  expect(await dropPartitions(rig.db, Date.now() + 30 * DAY_MS)).toBe(0);
  expect(await count("events")).toBe(3);
  expect(await dropPartitions(rig.db, Date.now() + 39 * DAY_MS)).toBe(3);
  expect(await count("events")).toBe(0);
  expect(await count("deliveries")).toBe(0);
});

test("rows of a time for which nobody made a partition are kept, found, and deleted by age", async () => {
  const center = await rig.center();
  await newEndpoint(rig.db, center, { url: "https://example.com/" });
  // Its partitions went in the test above: as after a month without a worker.
  await makeThings(rig.db, center, 3);
  expect(await count("events_default")).toBe(3);
  await makePartitions(rig.db, Date.now());
  expect(await count("events")).toBe(3);
  await rig.run("hold_all", "update endpoint_states set status = 'PAUSED', held_since = now()");
  await keepHistory(rig.db, Date.now() + 40 * DAY_MS);
  expect(await count("events")).toBe(0);
  expect(await count("delivery_queue")).toBe(0);
});

test("history stays where it is when a worker's clock is far ahead", async () => {
  const own = await openWebhookRig();
  const center = await own.center();
  await newEndpoint(own.db, center, { url: "https://example.com/" });
  await makeThings(own.db, center, 3);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 40 * DAY_MS });
  try {
    for (const { run } of webhookChores("https://api.example.com")) await run(own.db);
  } finally {
    vi.useRealTimers();
  }
  expect(await own.run("count_events", "select from events")).toBe(3);
  expect(await own.run("count_deliveries", "select from deliveries")).toBe(3);
  await own.close();
});

test("a long reader does not make writers wait behind a partition that is to be made", async () => {
  const lease = await rig.db.acquire();
  await lease.client.query("begin; lock table events in access share mode");
  const began = performance.now();
  await makePartitions(rig.db, Date.now() + 200 * DAY_MS);
  expect(performance.now() - began).toBeLessThan(5_000);
  await lease.client.query("rollback");
  lease.release(true);
});
