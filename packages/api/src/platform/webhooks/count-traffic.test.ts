import { DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../lib/ids.ts";
import { openTrafficCounter, type TrafficCounterOptions } from "./count-traffic.ts";
import type { Settlement } from "./settle.ts";
import { readTraffic } from "./traffic.ts";

let rig: WebhookRig;

beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.close());

const open = (wish: Partial<TrafficCounterOptions> = {}) =>
  openTrafficCounter({
    db: rig.db,
    onWritten: () => undefined,
    report: (error) => {
      throw error;
    },
    ...wish,
  });

const settlement = (centerId: string, endpointId: string, duration: number): Settlement => ({
  token: 1,
  claimed: {
    endpointId,
    deliveryId: newId(),
    centerId,
    eventId: newId(),
    attempts: 0,
    tries: 0,
    remaining: 1,
    waited: 0,
  },
  exchange: {
    outcome: { kind: "delivered", status: 200 },
    startedAt: Date.now(),
    duration,
    requestHeaders: "{}",
    responseHeaders: null,
    responseBody: null,
    responseCut: false,
  },
  verdict: { state: "DELIVERED" },
});

const newSubject = async () => {
  const center = await rig.center();
  const { id } = await newEndpoint(rig.db, center, { url: "https://hooks.example/" });
  const delivered = async (): Promise<number> =>
    (await readTraffic(rig.db, center, id, "1h")).reduce((sum, point) => sum + point.delivered, 0);
  return { id, delivered, batch: [settlement(center, id, 3), settlement(center, id, 40)] };
};

test("what several workers count of one endpoint at once adds up", async () => {
  const { id, batch, delivered } = await newSubject();
  const counters = Array.from({ length: 8 }, () => open());
  for (const counter of counters) counter.count(batch, new Map([[id, 2]]));
  await Promise.all(counters.map((counter) => counter.close()));
  expect(await delivered()).toBe(16);
});

test("attempts of which some had lost their lease are not counted twice", async () => {
  const { id, batch, delivered } = await newSubject();
  const counter = open();
  counter.count(batch, new Map([[id, 1]]));
  await counter.close();
  expect(await delivered()).toBe(0);
});

test("what is counted while the database is away is written once it is back, and told", async () => {
  const { id, batch, delivered } = await newSubject();
  const { promise: told, resolve: tell } = Promise.withResolvers<readonly string[]>();
  let tries = 0;
  const awayAtFirst: TrafficCounterOptions["db"] = {
    ...rig.db,
    run: (statement, values) =>
      tries++ < 2 ? Promise.reject(new DatabaseUnavailable("away")) : rig.db.run(statement, values),
  };
  const counter = open({ db: awayAtFirst, everyMs: 5, onWritten: tell });
  counter.count(batch, new Map([[id, 2]]));
  expect(await told).toEqual([id]);
  expect(await delivered()).toBe(2);
  await counter.close();
});
