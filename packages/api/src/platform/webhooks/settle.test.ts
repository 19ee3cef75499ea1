import type { CenterId } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { claim, type Claimed } from "./claim.ts";
import { endpointsDue } from "./due.ts";
import { failUnattempted } from "./fail-unattempted.ts";
import { holdEndpoint, releaseEndpoint } from "./hold.ts";
import { openWebhookMetrics } from "./metrics.ts";
import type { Exchange } from "./outcome.ts";
import { openSettler } from "./settler.ts";

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

/** Moves a delivery's time: as if it had been made `ago` earlier and were due now. */
const age = (endpointId: string, ago: string): Promise<number> =>
  rig.run(
    "age",
    "update delivery_queue set due_at = now() - interval '1 second', expires_at = expires_at - $2::interval where endpoint_id = $1",
    [endpointId, ago],
  );
const DELIVERED: Exchange = {
  outcome: { kind: "delivered", status: 200 },
  startedAt: Date.now(),
  duration: 1,
  requestHeaders: "{}",
  responseHeaders: null,
  responseBody: null,
  responseCut: false,
};
const probeNow = (id: string): Promise<number> =>
  rig.run("probe_now", "update endpoint_states set probe_at = now() where endpoint_id = $1", [id]);

test("after the attempt on its 24 h mark a delivery is FAILED for good", async () => {
  receiver.behave({ status: 500 });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center);
  await age(id, "24 hours");
  rig.work();
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.deliveries(id)).toMatchObject([{ state: "FAILED", reason: "refused", attempts: 1 }]);
  expect(await rig.state(id)).toMatchObject({ failed_unmailed: 1, in_flight: 0 });
  expect(await rig.run("failed", "select from failed_deliveries where endpoint_id = $1", [id])).toBe(1);
});

/** Two deliveries under one lease, and who is to settle them; `errors` are what it reports. */
const openTwo = async (errors: unknown[]) => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 2);
  const { token, turns } = await claim(rig.db, [id], { leaseMs: 500, bound: 10, node: "test" });
  const [one, other] = turns.flatMap(({ claimed }) => claimed);
  if (!one || !other) throw new Error("two were to be claimed");
  const settled = Promise.withResolvers<void>();
  const settler = openSettler({
    db: rig.db,
    node: "test",
    metrics: openWebhookMetrics(rig.db),
    traffic: { count: () => undefined },
    onSettled: () => settled.resolve(),
    report: (error) => errors.push(error),
  });
  settler.expect(token, 2);
  const settle = (claimed: Claimed, exchange: Exchange): void =>
    settler.add({ token, claimed, exchange, verdict: { state: "DELIVERED" } });
  return { id, token, one, other, settler, settle, settled: settled.promise };
};

test("a lease of which something was not settled outlives the settling of all else, and then makes that due", async () => {
  const errors: unknown[] = [];
  const { id, token, one, settler, settle, settled } = await openTwo(errors);
  settler.forgo(token); // and it could not be given back either: the database was away
  settle(one, DELIVERED);
  await settled;
  expect(errors).toEqual([]);
  expect(await rig.leases()).toBe(1);
  rig.work();
  await until(async () => (await rig.waiting(id)) === 0);
  expect(receiver.received).toHaveLength(1);
  expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
});

test("what the database refuses to settle keeps its lease, which then makes it due, though all else of it is settled", async () => {
  const errors: unknown[] = [];
  const { id, one, other, settle, settled } = await openTwo(errors);
  settle(one, { ...DELIVERED, duration: 2 ** 40 }); // more than its column holds
  settle(other, DELIVERED);
  await settled;
  expect(errors).toHaveLength(1);
  expect(await rig.leases()).toBe(1);
  rig.work();
  await until(async () => (await rig.waiting(id)) === 0);
  expect(receiver.received).toHaveLength(1);
  expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
});

test("shortly before the mark the next attempt is put on the mark", async () => {
  receiver.behave({ status: 500 });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center);
  await age(id, "23 hours 59 minutes 58 seconds");
  rig.work();
  await until(async () => (await rig.deliveries(id))[0]?.attempts === 1);
  expect(
    await rig.run(
      "on_the_mark",
      "select from delivery_queue where endpoint_id = $1 and abs(extract(epoch from due_at - expires_at)) < 0.2",
      [id],
    ),
  ).toBe(1);
});

test("410 disables the endpoint at once and holds what is pending", async () => {
  receiver.behave({ status: 410 });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url, maxInFlight: 1 });
  rig.work();
  await makeThings(rig.db, center, 5);
  await until(async () => (await rig.state(id))["status"] === "DISABLED");
  expect(await rig.state(id)).toMatchObject({ disabled_reason: "GONE", notices: ["GONE"], in_flight: 0 });
  expect(await rig.waiting(id)).toBe(5);
  expect(receiver.received).toHaveLength(1);
});

test("ten failures in a row open the circuit: one probe at a time, and a success closes it", async () => {
  receiver.behave({ status: 500 });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  rig.work();
  await makeThings(rig.db, center, 40);
  await until(async () => Number((await rig.state(id))["failures"]) >= 10);
  await until(async () => (await rig.state(id))["in_flight"] === 0);
  const opened = receiver.received.length;
  expect(opened).toBeLessThanOrEqual(20);
  await probeNow(id);
  await until(() => receiver.received.length === opened + 1);
  await until(async () => (await rig.state(id))["failures"] === 11);
  receiver.behave({ status: 200 });
  await rig.run("all_due", "update delivery_queue set due_at = now() - interval '1 second' where endpoint_id = $1", [
    id,
  ]);
  await probeNow(id);
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.state(id)).toMatchObject({ failures: 0, failing_since: null, probe_at: null });
});

test.each([
  [0, 10],
  [1, 5],
  [2, 2],
  [3, 1],
  [9, 1],
])("after %i failures in a row %i of ten may be sent at once, and who looks is told so", async (failures, places) => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 20);
  await rig.run("failed_so_often", "update endpoint_states set failures = $2 where endpoint_id = $1", [id, failures]);
  const isFull = async (): Promise<boolean | undefined> =>
    (await endpointsDue(rig.db)).find(({ endpointId }) => endpointId === id)?.full;
  const take = async (): Promise<number> =>
    (await claim(rig.db, [id], { leaseMs: 30_000, bound: 100, node: "test" })).turns[0]?.claimed.length ?? 0;
  expect(await isFull()).toBe(false);
  expect(await take()).toBe(places);
  expect(await isFull()).toBe(true);
  expect(await take()).toBe(0);
});

test("however many POSTs fail together, the first probe comes after five seconds, and the next after ten", async () => {
  const probeIsIn = (least: number, most: number): Promise<number> =>
    rig.run(
      "probe_is_in",
      "select from endpoint_states where endpoint_id = $1 and probe_at - now() between make_interval(secs => $2) and make_interval(secs => $3)",
      [id, least, most],
    );
  receiver.behave(async () => {
    await until(() => receiver.received.length >= 40);
    return { status: 500 };
  });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url, maxInFlight: 100 });
  await makeThings(rig.db, center, 40);
  rig.work();
  await until(async () => (await rig.attempts(id)).length === 40);
  expect(await rig.state(id)).toMatchObject({ failures: 10, in_flight: 0 });
  expect(await probeIsIn(0, 6.1)).toBe(1);
  await rig.run("due_again", "update delivery_queue set due_at = now() where endpoint_id = $1", [id]);
  await probeNow(id);
  await until(async () => (await rig.state(id))["failures"] === 11);
  expect(await probeIsIn(6.5, 12.1)).toBe(1);
  expect(receiver.received).toHaveLength(41);
});

test("a delivery that reaches its mark behind an open circuit fails without an attempt", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 2);
  await rig.run(
    "open",
    "update endpoint_states set failures = 10, probe_at = now() + interval '1 hour' where endpoint_id = $1",
    [id],
  );
  await age(id, "24 hours");
  // As of a day later, by which their ids are old enough.
  expect(await failUnattempted(rig.db, Date.now() + 86_400_000)).toBe(2);
  expect(await rig.deliveries(id)).toMatchObject([
    { state: "FAILED", reason: "circuit_open", attempts: 0 },
    { state: "FAILED", reason: "circuit_open", attempts: 0 },
  ]);
});

test("what was made while an endpoint was held is sent later, and its 24 hours stood still", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await holdEndpoint(rig.db, id, "PAUSED");
  await makeThings(rig.db, center);
  // As if it had been held for two days, the delivery made after one.
  await rig.run(
    "held_long",
    "update endpoint_states set held_since = held_since - interval '2 days' where endpoint_id = $1",
    [id],
  );
  await rig.run(
    "made_then",
    "update delivery_queue set expires_at = expires_at - interval '2 days' where endpoint_id = $1",
    [id],
  );
  rig.work();
  await makeThings(rig.db, await rig.center());
  expect(receiver.received).toHaveLength(0);
  receiver.behave({ status: 500 });
  await releaseEndpoint(rig.db, id);
  await until(async () => (await rig.deliveries(id))[0]?.attempts === 1);
  expect(await rig.deliveries(id)).toMatchObject([{ state: "PENDING" }]);
});

test("what is pending at a deleted endpoint fails", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center, 3);
  await holdEndpoint(rig.db, id, "DELETED");
  expect(await failUnattempted(rig.db, Date.now())).toBe(3);
  expect(await rig.deliveries(id)).toMatchObject([{ reason: "endpoint_deleted" }, {}, {}]);
});

const failingFor = (id: string, days: number, warned: boolean): Promise<number> =>
  rig.run(
    "failing_for",
    `update endpoint_states set failures = 12, failing_since = now() - make_interval(days => $2),
            warned_at = case when $3 then now() - interval '25 hours' end, told_at = case when $3 then now() end
      where endpoint_id = $1`,
    [id, days, warned],
  );

test("four days of failures are warned of, five after a warning disable", async () => {
  receiver.behave({ status: 500 });
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center);
  await failingFor(id, 6, false);
  await probeNow(id);
  rig.work();
  await until(async () => (await rig.attempts(id)).length === 1);
  expect(await rig.state(id)).toMatchObject({ status: "ACTIVE", notices: ["WARNING"] });
  await failingFor(id, 6, true);
  await age(id, "0");
  await probeNow(id);
  await until(async () => (await rig.attempts(id)).length === 2);
  expect(await rig.state(id)).toMatchObject({
    status: "DISABLED",
    disabled_reason: "FAILING",
    notices: ["WARNING", "FAILING"],
  });
});

test("a success after people were told of failures is told, too", async () => {
  const { id } = await newEndpoint(rig.db, center, { url: receiver.url });
  await makeThings(rig.db, center);
  await failingFor(id, 4, true);
  await probeNow(id);
  rig.work();
  await until(async () => (await rig.waiting(id)) === 0);
  expect(await rig.state(id)).toMatchObject({ notices: ["RECOVERED"], failures: 0, warned_at: null, told_at: null });
});
