import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import { LOOPBACK_WORKER, newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { WAKE_CHANNEL } from "./wake.ts";
import { runOnce, startWorker } from "./worker.ts";

/** How often a worker looks for what is due. */
let rig: WebhookRig;
let center: CenterId;

beforeAll(async () => void (rig = await openWebhookRig()));
afterAll(() => rig.close());
beforeEach(async () => {
  center = await rig.center();
  // What another test left waiting is due to every worker.
  await rig.run("nothing_waits", "truncate delivery_queue");
});

const report = (error: unknown): never => {
  throw error;
};

/** A listener by which the test itself wakes the worker. */
const wakeable = (): { listener: Listener; wake: () => void } => {
  const wakes: ((payload: string) => void)[] = [];
  const listener: Listener = {
    connected: true,
    on: (channel, handle) => void (channel === WAKE_CHANNEL && wakes.push(handle)),
    onDisconnect: () => undefined,
    close: () => Promise.resolve(),
  };
  return { listener, wake: () => wakes.forEach((wake) => wake("*")) };
};

/** The rig's database, that tells before each look, which begins with the leases, and lets it wait. */
const watched = (onLook: () => void | Promise<void>): Db => ({
  ...rig.db,
  async many(statement, values) {
    if (statement.name === "webhooks.recover_leases") await onLook();
    return rig.db.many(statement, values);
  },
});

test("however many wake-ups come while a worker looks, one look follows another", async () => {
  const { listener, wake } = wakeable();
  const held: (() => void)[] = [];
  let looks = 0;
  const db = watched(() => {
    looks++;
    return new Promise((resolve) => void held.push(resolve));
  });
  const proceed = (): void => held.splice(0).forEach((resolve) => resolve());
  const worker = startWorker({ db, listener, report, pollMs: 50, ...LOOPBACK_WORKER });
  try {
    for (let round = 1; round <= 4; round++) {
      await until(() => looks === round);
      for (let count = 0; count < 20; count++) wake();
      expect(looks).toBe(round);
      proceed();
    }
  } finally {
    const stopped = worker.stop();
    proceed();
    await stopped;
  }
});

test("what the clock finds is claimed bit by bit, what a wake-up tells of at once", async () => {
  const ENDPOINTS = 30;
  const ids: string[] = [];
  for (let index = 0; index < ENDPOINTS; index++)
    ids.push((await newEndpoint(rig.db, center, { url: "http://127.0.0.1:9/" })).id);
  await makeThings(rig.db, center);
  const makeDue = (when: string): Promise<number> =>
    rig.run("due", "update delivery_queue set due_at = now() + $2::interval where endpoint_id = any($1)", [ids, when]);
  const attempts = (): Promise<number> =>
    rig.run("attempts", "select from attempts where endpoint_id = any($1)", [ids]);
  await makeDue("1 hour");
  const claims: (readonly string[])[] = [];
  let looks = 0;
  const db: Db = {
    ...rig.db,
    async many(statement, values) {
      if (statement.name === "webhooks.claim" && Array.isArray(values[0])) claims.push(values[0]);
      const rows = await rig.db.many(statement, values);
      if (statement.name === "webhooks.endpoints_due") looks++;
      return rows;
    },
  };
  // One that was busy is claimed again.
  const allAreClaimed = (): Promise<void> => until(() => new Set(claims.flat()).size === ENDPOINTS);
  const { listener, wake } = wakeable();
  const worker = startWorker({ db, listener, report, pollMs: 2_000, ...LOOPBACK_WORKER });
  try {
    await until(() => looks === 1);
    await makeDue("0");
    await allAreClaimed();
    expect(looks).toBeGreaterThan(1);
    expect(Math.max(...claims.map(({ length }) => length))).toBeLessThan(ENDPOINTS);
    await until(async () => (await attempts()) === ENDPOINTS);
    claims.length = 0;
    await makeDue("0");
    wake();
    await allAreClaimed();
    expect(claims[0]).toHaveLength(ENDPOINTS);
  } finally {
    await worker.stop();
  }
});

test.each([
  ["its rate is used up", "rate_slot_at = now() + interval '1 hour'"],
  ["its places are held", "in_flight = 10"],
])(
  "what is due and may not be sent to yet, since %s, is asked for now and then by a run, and counted once",
  async (why, change) => {
    const { id } = await newEndpoint(rig.db, center, { url: "http://127.0.0.1:9/", ratePerSecond: 1 });
    await makeThings(rig.db, center, 2);
    await rig.run(why, `update endpoint_states set ${change} where endpoint_id = $1`, [id]);
    let looks = 0;
    const db = watched(() => void looks++);
    expect(await runOnce({ db, report, ...LOOPBACK_WORKER, budgetMs: 1_000 })).toBe(1);
    expect(looks).toBeGreaterThan(1);
    expect(looks).toBeLessThanOrEqual(11);
    expect(await rig.attempts(id)).toEqual([]);
  },
);
