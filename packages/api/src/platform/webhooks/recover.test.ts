import { spawn } from "node:child_process";
import { once } from "node:events";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { defineEvent } from "../../lib/events.ts";
import { newId } from "../../lib/ids.ts";
import { HOUR_MS } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { destinationJudge } from "./destination.ts";
import { emitAll } from "./emit.ts";
import { createEndpoint, deleteEndpoint } from "./endpoints.ts";
import { parseKeyRing } from "./key-ring.ts";
import { pauseEndpoint } from "./pause.ts";
import { listDeliveries, listEvents, listRecoveries, readDelivery, readEvent } from "./reads.ts";
import { cancelRecovery, startRecovery } from "./recover.ts";
import { replayEvent } from "./replay.ts";
import { resendDelivery } from "./resend.ts";
import {
  deliveryDetail,
  deliveryRow,
  type DeliveryFilters,
  type DeliveryRow,
  eventDetail,
  eventRow,
  recovery,
} from "./schema.ts";
import { sendTestEvent } from "./test-event.ts";
import { workRecoveries } from "./work-recoveries.ts";

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
const types = ["toy.made", "toy.broken", "dat.test.resulted"];
const policy = {
  types: types.map((type) => ({ type, summary: type })),
  confidential: ["dat."],
  confidants: ["DER"] as const,
};
const shape = z.object({ id: z.string(), version: z.number() });
const definitions = types.map((type) => defineEvent(type as `${string}.${string}`, type, shape));
const sees = (type: string): boolean => !type.startsWith("dat.");

const emitToys = (type: string, count = 1) =>
  transaction(database.db, centerId, async (tx) => {
    const definition = definitions.find((one) => one.type === type) ?? expect.fail(type);
    await emitAll(
      tx,
      definition,
      Array.from({ length: count }, () => ({ object: { id: newId(), version: 1 }, previous: null })),
    );
  });
const subscribe = async (...events: string[]): Promise<string> =>
  ok(await createEndpoint(database.db, owner, services, policy, centerId, { url: "https://hooks.example/", events }))
    .endpoint.id;
const deliveries = async (filters: Partial<DeliveryFilters> = {}, hidden: string[] = []): Promise<DeliveryRow[]> =>
  ok(await listDeliveries(database.db, centerId, { limit: 200, ...filters }, hidden)).documents.map((one) =>
    deliveryRow.parse(JSON.parse(one)),
  );
const events = async (filters = {}, hidden: string[] = []) =>
  ok(await listEvents(database.db, centerId, { limit: 200, ...filters }, hidden)).documents.map((one) =>
    eventRow.parse(JSON.parse(one)),
  );
const recoveries = async () =>
  ok(await listRecoveries(database.db, centerId, { limit: 200 })).documents.map((one) =>
    recovery.parse(JSON.parse(one)),
  );

const failAll = statement<never>(
  "test.fail_all",
  `with gone as (delete from delivery_queue where endpoint_id = $1 returning *),
        kept as (insert into failed_deliveries select center_id, endpoint_id, delivery_id, now() from gone)
   update deliveries d set state = 'FAILED', reason = 'timeout', attempts = 17, settled_at = now() from gone where d.id = gone.delivery_id`,
);
const failedEarlier = statement<never>(
  "test.failed_earlier",
  "update failed_deliveries set failed_at = failed_at - interval '2 hours' where endpoint_id = $1",
);
const hourAgo = (): string => new Date(Date.now() - HOUR_MS).toISOString();
const start = (kind: "RECOVER" | "MISSING", endpointId: string, since = hourAgo()) =>
  startRecovery(database.db, owner, policy, centerId, { kind, endpointId, since });

beforeAll(async () => void (database = await testDatabase()));
beforeEach(async () => void ({ liveId: centerId } = await newTwins(database.db)));
afterAll(() => database.drop());

test("a resent delivery keeps its id and body, is due now and has 24 hours of its own", async () => {
  const endpointId = await subscribe("toy.*");
  await emitToys("toy.made");
  await database.db.run(failAll, [endpointId]);
  const [failed] = await deliveries({ state: ["FAILED"] });
  const { id } = failed ?? expect.fail("no delivery");
  const before = ok(await readDelivery(database.db, centerId, id, []));
  expect(before).toMatchObject({ state: "FAILED", reason: "timeout", attempts: 17 });
  ok(await resendDelivery(database.db, owner, centerId, id, sees));
  const after = deliveryDetail.parse(ok(await readDelivery(database.db, centerId, id, [])));
  expect(after).toMatchObject({ id, state: "PENDING", reason: null, attempts: 17, body: before.body });
  expect(Date.parse(after.givesUpAt ?? "") - Date.now()).toBeGreaterThan(23.9 * HOUR_MS);
  expect(await deliveries({ state: ["FAILED"] })).toEqual([]);
  ok(await resendDelivery(database.db, owner, centerId, id, sees));
  expect(await deliveries()).toHaveLength(1);
});

test("nothing is sent again to a deleted endpoint, and of what one may not see nothing is said", async () => {
  const endpointId = await subscribe("*");
  await emitToys("toy.made");
  await emitToys("dat.test.resulted");
  await database.db.run(failAll, [endpointId]);
  const [confidential] = await deliveries({ type: ["dat.test.resulted"] });
  expect(await resendDelivery(database.db, owner, centerId, confidential?.id ?? "", sees)).toMatchObject({
    code: "not_found",
  });
  expect(await readDelivery(database.db, centerId, confidential?.id ?? "", ["dat."])).toMatchObject({
    code: "not_found",
  });
  expect(await readEvent(database.db, centerId, confidential?.eventId ?? "", ["dat."])).toMatchObject({
    code: "not_found",
  });
  expect(await replayEvent(database.db, owner, centerId, confidential?.eventId ?? "", sees)).toMatchObject({
    code: "not_found",
  });
  expect((await deliveries({}, ["dat."])).map(({ type }) => type)).toEqual(["toy.made"]);
  expect((await events({}, ["dat."])).map(({ type }) => type)).toEqual(["toy.made"]);
  ok(await deleteEndpoint(database.db, owner, policy, centerId, endpointId));
  const [toy] = await deliveries({ type: ["toy.made"] });
  expect(await resendDelivery(database.db, owner, centerId, toy?.id ?? "", sees)).toMatchObject({ code: "conflict" });
});

test("recover reopens what failed since a time, every one once, and counts", async () => {
  const endpointId = await subscribe("toy.*");
  const other = await subscribe("toy.*");
  await emitToys("toy.made", 450);
  for (const id of [endpointId, other]) await database.db.run(failAll, [id]);
  const job = ok(await start("RECOVER", endpointId));
  expect(job).toMatchObject({ state: "RUNNING", total: 450, sent: 0 });
  expect(await start("RECOVER", endpointId)).toMatchObject({ code: "conflict" });
  expect(await workRecoveries(database.db, 10_000)).toBe(450);
  expect(await recoveries()).toMatchObject([{ state: "DONE", sent: 450, examined: 450, progress: 1 }]);
  const next = ok(await listDeliveries(database.db, centerId, { limit: 200, endpointId, state: ["PENDING"] }, []));
  expect(next.documents).toHaveLength(200);
  expect(await deliveries({ endpointId, state: ["FAILED"] })).toEqual([]);
});

test("what failed before the time stays failed", async () => {
  const endpointId = await subscribe("toy.*");
  await emitToys("toy.made", 3);
  await database.db.run(failAll, [endpointId]);
  await database.db.run(failedEarlier, [endpointId]);
  const soon = new Date(Date.now() - HOUR_MS).toISOString();
  ok(await start("RECOVER", endpointId, soon));
  expect(await workRecoveries(database.db)).toBe(0);
  expect(await deliveries({ state: ["FAILED"] })).toHaveLength(3);
});

test("recover-missing sends what an endpoint would have got, not what it got, nor what it does not want", async () => {
  await emitToys("toy.made", 230);
  await emitToys("toy.broken", 5);
  const endpointId = await subscribe("toy.made");
  await emitToys("toy.made", 2);
  expect(await deliveries({ endpointId })).toHaveLength(2);
  ok(await start("MISSING", endpointId));
  expect(await workRecoveries(database.db, 10_000)).toBe(230);
  ok(await start("MISSING", endpointId));
  expect(await workRecoveries(database.db, 10_000)).toBe(0);
  expect((await events({ unmatched: true })).map(({ type }) => type)).toEqual(Array(5).fill("toy.broken"));
});

test("what matched nobody is replayed to who subscribes now, alone or all at once, and once", async () => {
  await emitToys("toy.made", 3);
  await emitToys("toy.broken");
  const endpointId = await subscribe("toy.made");
  const second = await subscribe("toy.*");
  const [event] = await events({ type: ["toy.made"] });
  const replay = () => replayEvent(database.db, owner, centerId, event?.id ?? "", sees);
  expect(await replay()).toEqual({ deliveries: 2 });
  expect(await replay()).toEqual({ deliveries: 0 });
  ok(await startRecovery(database.db, owner, policy, centerId, { kind: "UNMATCHED", since: hourAgo() }));
  expect(await workRecoveries(database.db, 10_000)).toBe(5);
  expect(await deliveries({ endpointId })).toHaveLength(3);
  expect(await deliveries({ endpointId: second })).toHaveLength(4);
  expect(await events({ unmatched: true })).toEqual([]);
});

test("a cancelled job sends nothing more", async () => {
  const endpointId = await subscribe("toy.*");
  await emitToys("toy.made", 600);
  await database.db.run(failAll, [endpointId]);
  const { id } = ok(await start("RECOVER", endpointId));
  expect(await workRecoveries(database.db, 0)).toBe(200);
  expect(ok(await cancelRecovery(database.db, owner, centerId, id))).toMatchObject({ state: "CANCELLED", sent: 200 });
  expect(await workRecoveries(database.db)).toBe(0);
  expect(ok(await cancelRecovery(database.db, owner, centerId, id)).state).toBe("CANCELLED");
});

test("a job goes on where it stood after its worker was killed, and sends nothing twice", async () => {
  await emitToys("toy.made", 6_000);
  const endpointId = await subscribe("toy.made");
  const { id } = ok(await start("MISSING", endpointId));
  for (let kills = 0; kills < 3; kills++) {
    const worker = spawn(process.execPath, [`${import.meta.dirname}/fixtures/work-recoveries.ts`, database.url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(worker, "exit");
    const sent = async () => (await recoveries()).find((job) => job.id === id)?.sent ?? 0;
    const before = await sent();
    await until(async () => (await sent()) > before || (await sent()) === 6_000);
    worker.kill("SIGKILL");
    await exit;
  }
  // The server notices a killed worker's broken connection, and only then lets go of the job.
  await until(async () => {
    await workRecoveries(database.db, 60_000);
    return (await recoveries()).every(({ state }) => state === "DONE");
  });
  expect(await recoveries()).toMatchObject([{ state: "DONE", sent: 6_000, examined: 6_000 }]);
  expect(await database.db.one(countOf, [endpointId])).toEqual({ made: 6_000, different: 6_000, queued: 6_000 });
});

const countOf = statement<{ made: number; different: number; queued: number }>(
  "test.count_deliveries",
  `select count(*)::int as made, count(distinct event_id)::int as different,
          (select count(*)::int from delivery_queue where endpoint_id = $1) as queued from deliveries where endpoint_id = $1`,
);

test("a test event goes to one endpoint, subscribed or not, and is never replayed", async () => {
  const endpointId = await subscribe("toy.made");
  await subscribe("*");
  const sampleOf = (type: string) => (types.includes(type) ? { id: newId(), version: 1 } : undefined);
  const send = (type: string) => sendTestEvent(database.db, owner, sampleOf, centerId, endpointId, type);
  for (const type of types) {
    const { deliveryId, eventId } = ok(await send(type));
    expect(await deliveries({ eventId })).toMatchObject([{ id: deliveryId, endpointId, state: "PENDING", type }]);
    expect(await replayEvent(database.db, owner, centerId, eventId, () => true)).toMatchObject({ code: "conflict" });
  }
  expect(await send("toy.exploded")).toMatchObject({ code: "invalid_request" });
  ok(await start("MISSING", endpointId));
  expect(await workRecoveries(database.db)).toBe(0);
});

test("lists find by state, type, time and the beginning of any id, page by page", async () => {
  const endpointId = await subscribe("toy.*");
  await emitToys("toy.made", 3);
  await emitToys("toy.broken", 2);
  const all = await deliveries();
  expect(all).toHaveLength(5);
  const [{ id, eventId, publicId } = expect.fail("none")] = all;
  for (const query of [publicId, `evt_${eventId.replaceAll("-", "")}`, id, eventId])
    expect((await deliveries({ query })).map((one) => one.id)).toEqual([id]);
  expect(await deliveries({ query: "0000" })).toEqual([]);
  const [event] = await events({ query: eventId });
  expect(event).toMatchObject({ id: eventId, deliveries: 1, unmatched: false });
  expect(await events({ query: event?.subjectId })).toHaveLength(1);
  expect(eventDetail.parse(ok(await readEvent(database.db, centerId, eventId, [])))).toMatchObject({
    deliveryList: [{ id }],
    data: { previous: null },
  });
  expect(await deliveries({ type: ["toy.broken"], state: ["PENDING", "DELIVERED"] })).toHaveLength(2);
  expect(await deliveries({ to: hourAgo() })).toEqual([]);
  expect(await deliveries({ state: ["HELD"] })).toEqual([]);
  ok(await pauseEndpoint(database.db, owner, centerId, endpointId));
  expect(await deliveries({ state: ["HELD"] })).toHaveLength(5);
  const pages: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = ok(await listDeliveries(database.db, centerId, { limit: 2, cursor }, []));
    pages.push(...page.documents.map((one) => deliveryRow.parse(JSON.parse(one)).id));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all.map((one) => one.id));
});

test("another center's deliveries, events and jobs are not there", async () => {
  const endpointId = await subscribe("toy.*");
  await emitToys("toy.made");
  const [one] = await deliveries();
  const { id } = ok(await start("RECOVER", endpointId));
  const { liveId: stranger } = await newTwins(database.db);
  expect(await readDelivery(database.db, stranger, one?.id ?? "", [])).toMatchObject({ code: "not_found" });
  expect(await readEvent(database.db, stranger, one?.eventId ?? "", [])).toMatchObject({ code: "not_found" });
  expect(await resendDelivery(database.db, owner, stranger, one?.id ?? "", () => true)).toMatchObject({
    code: "not_found",
  });
  expect(await cancelRecovery(database.db, owner, stranger, id)).toMatchObject({ code: "not_found" });
  expect(
    await startRecovery(database.db, owner, policy, stranger, { kind: "MISSING", endpointId, since: hourAgo() }),
  ).toMatchObject({ code: "not_found" });
});
