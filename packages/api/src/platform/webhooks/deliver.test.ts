import type { CenterId } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { type Behaviour, type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

let rig: WebhookRig;
let center: CenterId;
let receiver: Receiver;

beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  center = await rig.center();
  receiver = await startReceiver();
});
afterEach(async () => {
  await rig.rest();
  await receiver.close();
  expect(rig.errors()).toEqual([]);
});

const TIMEOUT_MS = 400;

/** Sends one delivery to a receiver that behaves so; answers its first attempt. */
const attempt = async (
  behaviour: Parameters<Receiver["behave"]>[0],
  url = receiver.url,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> => {
  receiver.behave(behaviour);
  const { id } = await newEndpoint(rig.db, center, { url, headers });
  rig.work({ timeoutMs: TIMEOUT_MS });
  await makeThings(rig.db, center);
  await until(async () => (await rig.attempts(id)).length === 1);
  const [one] = await rig.attempts(id);
  if (!one) throw new Error("no attempt");
  expect(one["duration_ms"]).toBeLessThan(TIMEOUT_MS + 500);
  return one;
};

test.each<[Behaviour, string]>([
  ["hang", "timeout"],
  ["drip", "timeout"],
  ["hints", "timeout"],
  ["reset", "unreachable"],
  ["close-early", "unreachable"],
  ["many-headers", "unreachable"],
  ["garbage", "unreachable"],
  [{ status: 500 }, "refused"],
  [{ status: 304 }, "refused"],
  [{ status: 410 }, "gone"],
  [{ status: 299 }, "delivered"],
])("a receiver that answers %j: %s", async (behaviour, outcome) => {
  expect(await attempt(behaviour)).toMatchObject({ outcome });
});

test("of an answer without an end 16 KiB are kept, and it counts by its status", async () => {
  const before = process.memoryUsage().rss;
  const one = await attempt("endless");
  expect(one).toMatchObject({ outcome: "delivered", response_cut: true });
  expect(one["response_body"]).toHaveLength(16 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

test("a compressed answer is kept as it came", async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
  const one = await attempt({ status: 200, headers: { "content-encoding": "gzip" }, body: bomb });
  expect(one).toMatchObject({ outcome: "delivered", response_cut: true });
});

test("a redirect is a failure and is not followed", async () => {
  const location = `${receiver.url}/elsewhere`;
  expect(await attempt({ status: 307, headers: { location } })).toMatchObject({ outcome: "refused", status: 307 });
  expect(receiver.received).toHaveLength(1);
});

test("nobody listens: unreachable", async () => {
  const away = await startReceiver();
  await away.close();
  expect(await attempt({ status: 200 }, away.url)).toMatchObject({ outcome: "unreachable", status: null });
});

test("a forbidden address is not connected to", async () => {
  const one = await attempt({ status: 200 }, "http://10.0.0.1/hook");
  expect(one).toMatchObject({ outcome: "forbidden_destination", status: null });
});

test("what a receiver asks for by Retry-After is waited for", async () => {
  const one = await attempt({ status: 429, headers: { "retry-after": "3600" } });
  const due = await rig.run(
    "due_in_an_hour",
    "select from delivery_queue where endpoint_id = $1 and due_at between now() + interval '59 min' and now() + interval '61 min'",
    [one["endpoint_id"]],
  );
  expect(due).toBe(1);
});

test("headers and body of the answer are kept, also when they are not text", async () => {
  const one = await attempt({ status: 503, headers: { "x-why": "busy" }, body: Buffer.from([0, 255, 65]) });
  expect(one).toMatchObject({ status: 503, response_body: "\ufffd\ufffdA" });
  expect(JSON.parse(String(one["response_headers"]))).toMatchObject({ "x-why": "busy" });
});

test("a receiver that echoes what it was sent does not bring an endpoint's credentials into what is kept", async () => {
  const one = await attempt(
    ({ headers }) => ({
      status: 400,
      headers: { "x-you-sent": String(headers["authorization"]) },
      body: `token ${String(headers["authorization"]).slice("Bearer ".length)}, ${JSON.stringify(headers)}`,
    }),
    receiver.url,
    { Authorization: "Bearer canary-4711/x+y=", "X-Tenant": "7" },
  );
  expect(receiver.received[0]?.headers).toMatchObject({ authorization: "Bearer canary-4711/x+y=", "x-tenant": "7" });
  expect(JSON.stringify(one)).not.toContain("canary-4711");
  expect(one["response_body"]).toMatch(/^token \[redacted\], .*"x-tenant":"7"/);
  expect(JSON.parse(String(one["response_headers"]))).toMatchObject({ "x-you-sent": "[redacted]" });
});
