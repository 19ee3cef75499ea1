import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { defineEvent } from "../../lib/events.ts";
import { newId } from "../../lib/ids.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/time.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { destinationJudge } from "./destination.ts";
import { emitAll } from "./emit.ts";
import { createEndpoint } from "./endpoints.ts";
import { parseKeyRing } from "./key-ring.ts";
import { startRecovery } from "./recover.ts";
import { sendTestEvent } from "./test-event.ts";
import { workRecoveries } from "./work-recoveries.ts";

/** What is found again by the time at which it happened. */
let database: TestDatabase;
let centerId: CenterId;

const owner = {
  actor: { kind: "user", id: newId(), name: "Jo" } as const,
  address: null,
  roles: new Set(["OWNER"] as const),
};
const services = {
  ring: parseKeyRing(`k1:${Buffer.alloc(32, 1).toString("base64")}`) ?? expect.fail("ring"),
  judge: destinationJudge(() => Promise.resolve(["93.184.216.34"])),
  allow: [],
};
const policy = { types: [{ type: "toy.made", summary: "" }], confidential: [], confidants: [] };
const toyMade = defineEvent("toy.made", "A toy was made.", z.object({ id: z.string(), version: z.number() }));

/** Emits so many in one change, which commits when `before` is done. */
const emitToys = (count: number, before: () => Promise<void> = () => Promise.resolve()) =>
  transaction(database.db, centerId, async (tx) => {
    const toys = Array.from({ length: count }, (_, index) => ({ id: newId(), version: index + 1 }));
    await emitAll(
      tx,
      toyMade,
      toys.map((object) => ({ object, previous: null })),
    );
    await before();
  });
const subscribe = async (): Promise<string> => {
  const draft = { url: "https://hooks.example/", events: ["toy.made"] };
  return ok(await createEndpoint(database.db, owner, services, policy, centerId, draft)).endpoint.id;
};
const startMissing = async (endpointId: string) => {
  const since = new Date(performance.timeOrigin + performance.now() - HOUR_MS).toISOString();
  return ok(await startRecovery(database.db, owner, policy, centerId, { kind: "MISSING", endpointId, since }));
};

const eventsOf = statement<{ id: string; version: number; at: number }>(
  "test.events_by_id",
  `select id, version, (extract(epoch from created_at) * 1000)::float8 as at from events where center_id = $1 order by id`,
);
const timeOf = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
const stateOf = statement<{ state: string; sent: number }>(
  "test.recovery_state",
  "select state, sent from recoveries where center_id = $1 and id = $2",
);

beforeAll(async () => void (database = await testDatabase()));
beforeEach(async () => void ({ liveId: centerId } = await newTwins(database.db)));
afterAll(() => database.drop());

test("events of a node whose clock is an hour ahead lie where they happened, and are found by recover-missing", async () => {
  const first = await subscribe();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + HOUR_MS });
  try {
    await emitToys(3);
    ok(await sendTestEvent(database.db, owner, () => ({ id: newId(), version: 4 }), centerId, first, "toy.made"));
  } finally {
    vi.useRealTimers();
  }
  const events = await database.db.many(eventsOf, [centerId]);
  for (const { id, at } of events) expect(Math.abs(timeOf(id) - at)).toBeLessThan(MINUTE_MS);
  await startMissing(await subscribe());
  expect(await workRecoveries(database.db)).toBe(3);
});

test("events of one change stand in its order, however many", async () => {
  await emitToys(2_500);
  const events = await database.db.many(eventsOf, [centerId]);
  expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 2_500 }, (_, index) => index + 1));
});

test("of two changes, one of which began first and went second, the second one's event is the later", async () => {
  const emitOne = (tx: CenterTx, version: number) =>
    emitAll(tx, toyMade, [{ object: { id: newId(), version }, previous: null }]);
  await transaction(database.db, centerId, async (first) => {
    await transaction(database.db, centerId, (second) => emitOne(second, 1));
    for (const version of [2, 3]) await emitOne(first, version);
  });
  expect((await database.db.many(eventsOf, [centerId])).map(({ version }) => version)).toEqual([1, 2, 3]);
});

test("recover-missing is not done before what began in its time has committed", async () => {
  let job = { id: "" };
  const state = () => database.db.one(stateOf, [centerId, job.id]);
  await emitToys(1, async () => {
    job = await startMissing(await subscribe());
    expect(await workRecoveries(database.db)).toBe(0);
    expect(await state()).toMatchObject({ state: "RUNNING" });
  });
  await until(async () => {
    await workRecoveries(database.db);
    return (await state()).state === "DONE";
  });
  expect(await state()).toMatchObject({ sent: 1 });
});
