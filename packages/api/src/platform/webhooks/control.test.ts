import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { LOOPBACK_WORKER } from "@aviationalley/testing/endpoints.ts";
import { ok } from "@aviationalley/testing/factories.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openLogger } from "../../http/logger.ts";
import { newId } from "../../lib/ids.ts";
import { changeEndpoint, createEndpoint } from "./endpoints.ts";
import { pauseEndpoint, resumeEndpoint } from "./pause.ts";
import { listDeliveries, readDelivery } from "./reads.ts";
import { startRecovery } from "./recover.ts";
import { resendDelivery } from "./resend.ts";
import { rotateSecret } from "./rotate.ts";
import type { EndpointDraft } from "./schema.ts";
import { sendTestEvent } from "./test-event.ts";

/** What staff do, seen from the receiver's side: with real workers and real HTTP. */
let rig: WebhookRig;
let center: CenterId;
let receiver: Receiver;

const owner = {
  actor: { kind: "user", id: newId(), name: "Jo" } as const,
  address: null,
  roles: new Set(["OWNER"] as const),
};
const policy = { types: [{ type: "thing.made", summary: "" }], confidential: [], confidants: [] };
const services = LOOPBACK_WORKER;
const sampleOf = (type: string) => (type === "thing.made" ? { id: newId(), version: 1, name: "Sample" } : undefined);
const subscribe = async (wish: Partial<EndpointDraft> = {}) =>
  ok(
    await createEndpoint(rig.db, owner, services, policy, center, { url: receiver.url, events: ["thing.*"], ...wish }),
  );
const last = () => receiver.received.at(-1) ?? expect.fail("nothing was received");
const verify = (secret: string) => new Webhook(secret).verify(last().body, last().headers as Record<string, string>); // single-valued ones

beforeAll(async () => void (rig = await openWebhookRig()));
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

test("a test event arrives signed, and its attempt shows what was sent and answered", async () => {
  const { endpoint, secret } = await subscribe({ headers: [{ name: "X-Mine", value: "sesame" }] });
  rig.work();
  const { deliveryId } = ok(await sendTestEvent(rig.db, owner, sampleOf, center, endpoint.id, "thing.made"));
  await until(async () => (await rig.waiting(endpoint.id)) === 0);
  expect(verify(secret)).toMatchObject({
    type: "thing.made",
    mode: "test",
    centerId: center,
    data: { object: { name: "Sample", centerId: center } },
  });
  const delivery = ok(await readDelivery(rig.db, center, deliveryId, []));
  expect(delivery.body).toBe(last().body);
  expect(delivery).toMatchObject({ state: "DELIVERED", attempts: 1, lastStatus: 200, nextAttemptAt: null });
  expect(delivery.attemptList).toMatchObject([
    { number: 1, outcome: "delivered", responseBody: "ok", requestHeaders: { "X-Mine": "[redacted]" } },
  ]);
});

test("from a change on deliveries go to the new URL, with the new headers, signed with the new secret too", async () => {
  const { endpoint, secret } = await subscribe();
  const { id } = endpoint;
  rig.work();
  await makeThings(rig.db, center);
  await until(() => receiver.received.length === 1);
  ok(
    await changeEndpoint(rig.db, owner, services, policy, center, id, {
      url: `${receiver.url}/moved`,
      headers: [{ name: "X-New", value: "1" }],
    }),
  );
  const rotated = ok(await rotateSecret(rig.db, owner, services, policy, center, id, 1));
  await makeThings(rig.db, center);
  await until(() => receiver.received.length === 2);
  expect(last()).toMatchObject({ path: expect.stringContaining("moved"), headers: { "x-new": "1" } });
  for (const one of [secret, rotated.secret]) expect(verify(one)).toBeDefined();
  const now = ok(await rotateSecret(rig.db, owner, services, policy, center, id, 0));
  await makeThings(rig.db, center);
  await until(() => receiver.received.length === 3);
  expect(verify(now.secret)).toBeDefined();
  expect(() => verify(rotated.secret)).toThrow();
});

test("nothing is sent while an endpoint is paused, and all of it once it is resumed", async () => {
  const { endpoint } = await subscribe();
  rig.work();
  ok(await pauseEndpoint(rig.db, owner, center, endpoint.id));
  await makeThings(rig.db, center, 20);
  const held = ok(await listDeliveries(rig.db, center, { limit: 50, state: ["HELD"] }, []));
  expect(held.documents).toHaveLength(20);
  expect(receiver.received).toHaveLength(0);
  ok(await resumeEndpoint(rig.db, owner, center, endpoint.id));
  await until(() => receiver.received.length === 20);
});

test("resending while deliveries are under way loses none and makes up no new id", async () => {
  const { endpoint } = await subscribe();
  await makeThings(rig.db, center, 100);
  const ids = (await rig.deliveries(endpoint.id)).map(({ id }) => id);
  rig.work();
  rig.work();
  for (let round = 0; round < 3; round++)
    await Promise.all(ids.map(async (id) => ok(await resendDelivery(rig.db, owner, center, id, () => true))));
  await until(async () => (await rig.waiting(endpoint.id)) === 0);
  expect((await rig.deliveries(endpoint.id)).every(({ state }) => state === "DELIVERED")).toBe(true);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(100);
  expect(await rig.state(endpoint.id)).toMatchObject({ in_flight: 0 });
});

test("what somebody sends by hand is tried at once though the endpoint was failing, and what waited follows", async () => {
  const { endpoint } = await subscribe();
  const { id: endpointId } = endpoint;
  const since = new Date(Date.now() - 1_000).toISOString();
  const ways = [
    () => sendTestEvent(rig.db, owner, sampleOf, center, endpointId, "thing.made"),
    async () => {
      const waiting = (await rig.deliveries(endpointId)).find(({ state }) => state === "PENDING");
      return resendDelivery(rig.db, owner, center, waiting?.id ?? "", () => true);
    },
    () => startRecovery(rig.db, owner, policy, center, { kind: "RECOVER", endpointId, since }),
  ];
  rig.work();
  for (const send of ways) {
    await rig.run(
      "open",
      "update endpoint_states set failures = 20, probe_at = now() + interval '5 minutes' where endpoint_id = $1",
      [endpointId],
    );
    await makeThings(rig.db, center, 3);
    expect(await rig.waiting(endpointId)).toBe(3);
    ok<unknown>(await send());
    await until(async () => (await rig.waiting(endpointId)) === 0);
  }
});

const everything = statement<{ text: string }>(
  "test.everything_written",
  `select (select coalesce(string_agg(document::text, ''), '') from audit_log)
       || (select coalesce(string_agg(row_to_json(a)::text, ''), '') from attempts a)
       || (select coalesce(string_agg(row_to_json(m)::text, ''), '') from mail_outbox m)
       || (select coalesce(string_agg(row_to_json(e)::text, ''), '') from endpoints e) as text`,
);

test("no secret, no header value and no sealing key is in any log, metric, mail, audit entry, attempt or row", async () => {
  const log: string[] = [];
  const logger = openLogger("trace", (line) => void log.push(line));
  const canary = "canary-8d1f-header-value";
  const first = await subscribe({
    headers: [{ name: "Authorization", value: canary }],
    contactEmail: "ops@example.com",
  });
  const second = ok(await rotateSecret(rig.db, owner, services, policy, center, first.endpoint.id, 3));
  const resetting = await startReceiver("reset");
  const broken = await subscribe({ url: resetting.url });
  receiver.behave({ status: 500, body: "no" });
  const worker = rig.work({ report: (error, what) => logger.error({ err: error }, what) });
  await makeThings(rig.db, center, 5);
  await until(
    async () =>
      (await rig.attempts(first.endpoint.id)).length >= 5 && (await rig.attempts(broken.endpoint.id)).length >= 5,
  );
  await resetting.close();
  const { text } = await rig.db.one(everything, []);
  const metrics = await worker.metrics.registry.metrics();
  expect(text).toContain(first.endpoint.id);
  const keys = [...services.ring.keys.values()].map((key) => key.export().toString("base64"));
  for (const secret of [first.secret, second.secret, broken.secret, canary, ...keys])
    for (const written of [text, metrics, log.join("\n")]) expect(written).not.toContain(secret.replace(/^whsec_/, ""));
});
