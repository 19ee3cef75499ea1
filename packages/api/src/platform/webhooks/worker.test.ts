import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CenterId } from "@aviationalley/db/client.ts";
import { LOOPBACK_WORKER, newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { startNameServer } from "@aviationalley/testing/name-server.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { API_VERSION } from "../../http/openapi/info.ts";
import { parseKeyRing } from "./key-ring.ts";
import { runOnce } from "./worker.ts";
import { ENVELOPE_VERSION } from "./wire.ts";

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

test("a change reaches its subscriber, signed both ways, with the promised body", async () => {
  const { id, secret } = await newEndpoint(rig.db, center, { url: receiver.url, headers: { "X-Mine": "sesame" } });
  rig.work();
  const [thing] = await makeThings(rig.db, center);
  await until(() => receiver.received.length === 1);
  const [one] = receiver.received;
  if (!one) throw new Error("nothing was received");
  const { headers, body } = one;
  expect(body).toMatch(
    /^\{"id":"del_[0-9a-f]{32}","type":"thing\.made","centerId":"[^"]+","createdAt":"[^"]{23}Z","data":\{.*\},"eventId":"evt_[0-9a-f]{32}","mode":"test","apiVersion":"1\.0\.0"\}$/,
  );
  expect(JSON.parse(body)).toMatchObject({
    centerId: center,
    data: { object: { id: thing, version: 1, name: "No. 0 – ö" }, previous: null },
  });
  expect(headers["x-aviationalley-signature"]).toBe(createHmac("sha256", secret).update(body).digest("hex"));
  expect(headers["x-aviationalley-event"]).toBe("thing.made");
  expect(headers["x-aviationalley-delivery"]).toBe(headers["webhook-id"]);
  expect(body).toContain(String(headers["webhook-id"]));
  expect(headers["user-agent"]).toBe("AviationAlley-Webhooks/1.0 (+https://api.example.com/docs/webhooks)");
  expect(headers["x-mine"]).toBe("sesame");
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.deliveries(id)).toMatchObject([{ state: "DELIVERED", attempts: 1, reason: null }]);
  const [attempt] = await rig.attempts(id);
  expect(attempt).toMatchObject({ number: 1, outcome: "delivered", status: 200, response_body: "ok" });
  expect(attempt?.["request_headers"]).toContain('"X-Mine":"[redacted]"');
  expect(await rig.state(id)).toMatchObject({ in_flight: 0, failures: 0 });
});

test("is signed with the true time by a worker whose clock is wrong, and steps", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  const truth = (): number => performance.timeOrigin + performance.now();
  vi.useFakeTimers({ toFake: ["Date"], now: truth() - 3_600_000 });
  try {
    receiver.behave(() => {
      vi.setSystemTime(truth() + 48 * 3_600_000);
      return { status: 500 };
    });
    rig.work();
    await makeThings(rig.db, center);
    await until(async () => (await rig.attempts(id)).length === 1);
  } finally {
    vi.useRealTimers();
  }
  const signedAt = Number(receiver.received[0]?.headers["webhook-timestamp"]) * 1_000;
  expect(Math.abs(signedAt - truth())).toBeLessThan(60_000);
  const [attempt] = await rig.attempts(id);
  expect(Math.abs(Date.parse(String(attempt?.["started_at"])) - truth())).toBeLessThan(60_000);
  expect(await rig.deliveries(id)).toMatchObject([{ state: "PENDING", attempts: 1 }]);
});

test("the envelope carries the version of the API", () => {
  expect(ENVELOPE_VERSION).toBe(API_VERSION);
});

test("a failure is sent again with the same id and bytes until it is delivered", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  receiver.behave(() => (receiver.received.length === 1 ? { status: 500, body: "\0no" } : { status: 204 }));
  rig.work();
  await makeThings(rig.db, center);
  await until(async () => (await rig.deliveries(id))[0]?.attempts === 1);
  await rig.run("due", "update delivery_queue set due_at = now() - interval '1 second' where endpoint_id = $1", [id]);
  await until(async () => (await rig.waiting(id)) === 0);
  expect(receiver.received).toHaveLength(2);
  expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
  expect(await rig.deliveries(id)).toMatchObject([{ state: "DELIVERED", attempts: 2 }]);
  const attempts = await rig.attempts(id);
  expect(attempts.map(({ number, outcome, status }) => [number, outcome, status])).toEqual([
    [1, "refused", 500],
    [2, "delivered", 204],
  ]);
});

test("two workers never have more than ten in flight at an endpoint, and each delivery is sent once", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  rig.work();
  rig.work();
  await makeThings(rig.db, center, 500);
  await until(async () => (await rig.waiting(id)) === 0);
  expect(receiver.mostOpen).toBeLessThanOrEqual(10);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(500);
  expect(receiver.received).toHaveLength(500);
  expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
  await until(async () => (await rig.leases()) === 0);
});

test("an endpoint's rate holds over two workers", async () => {
  await newEndpoint(rig.db, center, { url: receiver.url, ratePerSecond: 20 });
  rig.work();
  rig.work();
  await makeThings(rig.db, center, 30);
  await until(() => receiver.received.length === 30);
  const times = receiver.received.map(({ at }) => at);
  // 30 at 20/s with a burst of two: from the first to the last at least 1.4 s, less the jitter of the network.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_300);
});

test("an endpoint that never answers does not delay another's", async () => {
  const dead = await startReceiver("hang");
  await newEndpoint(rig.db, center, { url: dead.url });
  const alive = await newEndpoint(rig.db, center, { url: receiver.url });
  rig.work({ timeoutMs: 500 });
  await makeThings(rig.db, center, 100);
  await until(() => receiver.received.length === 100, 2_000);
  await until(() => dead.received.length === 10);
  expect(await rig.waiting(alive.id)).toBeLessThanOrEqual(10);
  await rig.rest();
  await dead.close();
});

test("a worker that is stopped settles what it sent", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  const worker = rig.work();
  await makeThings(rig.db, center, 200);
  await until(() => receiver.received.length > 20);
  await worker.stop();
  const delivered = (await rig.deliveries(id)).filter(({ state }) => state === "DELIVERED").length;
  expect(delivered).toBe(receiver.received.length);
  expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
});

test("what a dead worker held is sent again, with the same id, when its lease ends", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 3);
  // As if a worker had claimed and died.
  await rig.run(
    "claim",
    `with q as (update delivery_queue set lease_token = 7 where endpoint_id = $1 returning *),
          s as (update endpoint_states set in_flight = 3 where endpoint_id = $1)
     insert into delivery_claims select 7, 'dead', now() + interval '300 ms', array_agg(endpoint_id), array_agg(delivery_id) from q`,
    [id],
  );
  const worker = rig.work();
  await until(() => receiver.received.length === 3);
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
  expect(await worker.metrics.recovered.get()).toMatchObject({ values: [{ value: 3 }] });
});

test("what a worker without the key of its secret cannot send is given back, and is no failure of its receiver", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  const ring = parseKeyRing(`other:${Buffer.alloc(32, 1).toString("base64")}`) ?? expect.fail("ring");
  const errors: unknown[] = [];
  rig.work({ ring, report: (error) => void errors.push(error) });
  await makeThings(rig.db, center, 3);
  await until(() => errors.some((error) => String(error).includes('SECRET_KEYS has no key "test"')));
  await until(async () => (await rig.state(id))["in_flight"] === 0);
  expect(await rig.attempts(id)).toEqual([]);
  expect(await rig.state(id)).toMatchObject({ failures: 0, failing_since: null });
  rig.work();
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.deliveries(id)).toMatchObject(Array(3).fill({ state: "DELIVERED", attempts: 1 }));
});

test("what a worker without a file descriptor left cannot send is given back, and is no failure of its receiver", async () => {
  const program = fileURLToPath(new URL("fixtures/exhausted-worker.ts", import.meta.url));
  const limited = 'ulimit -n 200 && exec "$0" "$@"';
  const names = await startNameServer();
  names.set("hooks.example", ["127.0.0.1"]);
  const child = spawn("sh", ["-c", limited, process.execPath, program, rig.database.url, RING_TEXT, names.address], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const said: unknown[] = [];
  child.on("message", (message) => said.push(message));
  try {
    await until(() => said.includes("ready"));
    child.send("exhaust");
    await until(() => said.includes("exhausted"));
    // Addressed as such, and by a name, for which it would have to ask.
    const ids: string[] = [];
    for (const [host, why] of [
      ["127.0.0.1", "connect EMFILE"],
      ["hooks.example", "EMFILE: too many open files"],
    ] as const) {
      const { id } = await newEndpoint(rig.db, center, { url: receiver.url.replace("127.0.0.1", host) });
      ids.push(id);
      await makeThings(rig.db, center, 3);
      await until(() => said.some((message) => String(message).includes(`deliveries cannot be sent: ${why}`)));
      await rig.run("hold", "update endpoint_states set status = 'PAUSED', held_since = now() where endpoint_id = $1", [
        id,
      ]);
      await until(async () => (await rig.state(id))["in_flight"] === 0);
      expect(await rig.attempts(id)).toEqual([]);
      expect(await rig.state(id)).toMatchObject({ failures: 0, failing_since: null });
    }
    child.send("relieve");
    await rig.run(
      "let_go",
      "update endpoint_states set status = 'ACTIVE', held_since = null where endpoint_id = any($1::uuid[])",
      [ids],
    );
    for (const [index, id] of ids.entries()) {
      await until(async () => (await rig.waiting(id)) === 0);
      const delivered = { state: "DELIVERED", attempts: 1 };
      expect(await rig.deliveries(id)).toMatchObject(Array(index === 0 ? 6 : 3).fill(delivered));
    }
  } finally {
    child.kill("SIGKILL");
    names.close();
  }
});

test("without a worker, one run within its budget delivers what is due and recovers leases", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 50);
  const report = (error: unknown): never => {
    throw error;
  };
  await runOnce({ db: rig.db, report, ...LOOPBACK_WORKER, budgetMs: 5_000 });
  expect(receiver.received).toHaveLength(50);
  expect(await rig.waiting(id)).toBe(0);
});
