import type { CenterId } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS } from "../../lib/time.ts";
import { readHealth } from "./health.ts";
import { healthList, traffic } from "./schema.ts";
import { forgetTraffic, quantile, type Range, RANGES, readTraffic } from "./traffic.ts";

let rig: WebhookRig;
let center: CenterId;

beforeAll(async () => {
  rig = await openWebhookRig();
  center = await rig.center();
});
afterAll(() => rig.close());

const totals = async (centerId: CenterId, id: string, range: Range) => {
  const points = traffic.parse(await readTraffic(rig.db, centerId, id, range));
  expect(points).toHaveLength(RANGES[range].span / RANGES[range].step);
  const sum = (key: "delivered" | "refused") => points.reduce((all, point) => all + point[key], 0);
  return { delivered: sum("delivered"), refused: sum("refused") };
};

test("every settled attempt is counted once, for its own endpoint and center, in every range", async () => {
  const [good, bad] = await Promise.all([startReceiver(), startReceiver({ status: 500 })]);
  const [{ id }, failing] = [
    await newEndpoint(rig.db, center, { url: good.url }),
    await newEndpoint(rig.db, center, { url: bad.url }),
  ];
  const strangers = await rig.center();
  rig.work();
  await makeThings(rig.db, center, 30);
  await until(async () => (await rig.waiting(id)) === 0 && (await rig.attempts(failing.id)).length >= 10);
  await rig.rest();
  const failures = (await rig.attempts(failing.id)).length;
  for (const range of ["1h", "24h", "7d", "30d"] as const) {
    expect(await totals(center, id, range)).toEqual({ delivered: 30, refused: 0 });
    expect(await totals(center, failing.id, range)).toEqual({ delivered: 0, refused: failures });
    expect(await totals(strangers, id, range)).toEqual({ delivered: 0, refused: 0 });
  }
  const last = (await readTraffic(rig.db, center, id, "30d")).at(-1);
  expect(last?.p50).toBeLessThanOrEqual(last?.p95 ?? -1);

  const health = healthList.parse(await readHealth(rig.db, center));
  expect(health.map((one) => one.hours.length)).toEqual([24, 24]);
  expect(health).toMatchObject([
    { endpointId: failing.id, delivered: 0, failed: failures, waiting: 30, failedForGood: 0 },
    { endpointId: id, delivered: 30, failed: 0, waiting: 0, failedForGood: 0 },
  ]);
  expect(await readHealth(rig.db, strangers)).toEqual([]);
  await Promise.all([good.close(), bad.close()]);
  expect(rig.errors()).toEqual([]);
});

test("what is older than history is let go of", async () => {
  await forgetTraffic(rig.db, Date.now() - DAY_MS);
  expect(await rig.run("traffic", "select from endpoint_traffic")).toBeGreaterThan(0);
  await forgetTraffic(rig.db, Date.now() + DAY_MS);
  expect(await rig.run("traffic", "select from endpoint_traffic")).toBe(0);
});

test("latencies are read out of their classes", () => {
  const classes = Array.from({ length: 18 }, () => 0);
  expect(quantile(classes, 0.5)).toBeNull();
  expect(quantile(classes.with(1, 100), 0.5)).toBe(8); // from 5 to 10 ms
  expect(quantile(classes.with(0, 94).with(16, 6), 0.95)).toBe(3750); // the first sixth of 3,500 to 5,000 ms
  expect(quantile(classes.with(17, 1), 0.5)).toBe(5000);
});
