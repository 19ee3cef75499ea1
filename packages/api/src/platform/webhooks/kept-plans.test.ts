import { type Db, openDatabase, statement } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../lib/transaction.ts";
import { claim } from "./claim.ts";
import { eventLoader } from "./load-events.ts";
import { settle } from "./settle.ts";

let rig: WebhookRig;
/** One session for transactions, and one for single statements. */
let db: Db;

beforeAll(async () => {
  rig = await openWebhookRig();
  db = openDatabase({ url: rig.database.url, maxConnections: 1, lanes: 1 });
});
afterAll(async () => {
  await db.close();
  await rig.close();
});

/** A tenth of them hears of the events. */
const ENDPOINTS = 100;
const EVENTS = 300;

/** PostgreSQL plans the first five runs of a statement for their values, and then compares. */
const RUNS = 10;
const PLANNED_AT_FIRST = 5;

const analyze = statement<never>("test.analyze", "analyze");
const selectPlans = statement<{ name: string; custom: number }>(
  "test.plans",
  "select name, custom_plans::int as custom from pg_prepared_statements where name like 'webhooks.%' order by name",
);

test("where tables have statistics, what a delivery takes is not planned anew for each", async () => {
  const center = await rig.center();
  const ids: string[] = [];
  for (let index = 0; index < ENDPOINTS; index++)
    ids.push(
      (
        await newEndpoint(rig.db, center, {
          url: "http://127.0.0.1:9/",
          events: [index % 10 === 0 ? "thing.*" : `family${index % 10}.*`],
        })
      ).id,
    );
  await makeThings(rig.db, center, EVENTS);
  await rig.db.run(analyze, []);
  for (let run = 0; run < RUNS; run++) {
    await makeThings(db, center, 1 + (run % 3));
    const { token, turns } = await claim(db, [ids[run * 10] ?? ""], { leaseMs: 30_000, bound: 1, node: "test" });
    const claimed = turns.flatMap((turn) => turn.claimed);
    await eventLoader(db)(claimed);
    const batch = claimed.map((one) => ({
      token,
      claimed: one,
      verdict: { state: "DELIVERED" } as const,
      exchange: {
        outcome: { kind: "delivered", status: 200 } as const,
        startedAt: Date.now(),
        duration: 1,
        requestHeaders: "{}",
        responseHeaders: "{}",
        responseBody: null,
        responseCut: false,
      },
    }));
    expect((await settle(db, batch, [token], "test")).settled).toBe(1);
  }
  const plans = [
    ...(await transaction(db, center, (tx) => tx.many(selectPlans, []))),
    ...(await db.many(selectPlans, [])),
  ];
  expect(plans.map(({ name }) => name)).toEqual([
    "webhooks.insert_events",
    "webhooks.claim",
    "webhooks.events_of_deliveries",
    "webhooks.settle",
  ]);
  expect(plans.filter(({ custom }) => custom > PLANNED_AT_FIRST)).toEqual([]);
});
