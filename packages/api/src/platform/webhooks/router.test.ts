import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { samplesOf, subscriptionPolicy } from "../../compose/webhook-policy.ts";
import type { Context } from "../../lib/context.ts";
import { defineEvent } from "../../lib/events.ts";
import { newId } from "../../lib/ids.ts";
import type { Role } from "../../lib/roles.ts";
import { nounBase } from "../../lib/schemas.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { EVENTS } from "../../lib/webhooks.ts";
import { destinationJudge } from "./destination.ts";
import { emit } from "./emit.ts";
import { parseKeyRing } from "./key-ring.ts";
import { webhooksRouter } from "./router.ts";
import * as shapes from "./schema.ts";
import { holdServices } from "./services.ts";

const object = z.object(nounBase);
const made = defineEvent("toy.made", "A toy was made.", object);
const tested = defineEvent("dat.test.resulted", "A test has a result.", object);
const events = [made, tested];
const services = holdServices();
const router = webhooksRouter({ policy: subscriptionPolicy(events), sampleOf: samplesOf(events), services });
const callerOf = createCallerFactory(router);

let database: TestDatabase;
let centerId: CenterId;

const as = (...roles: Role[]) => {
  const context: Context = {
    db: database.db,
    centerId,
    actor: { kind: "user", id: newId(), name: "Jo" },
    scopes: new Set(),
    roles: new Set(roles),
    address: null,
    expectedVersion: null,
    wire: "value",
  };
  return callerOf(context);
};

beforeAll(async () => {
  database = await testDatabase();
  centerId = (await newTwins(database.db)).liveId;
  services.provide({
    ring: parseKeyRing(`k1:${Buffer.alloc(32, 1).toString("base64")}`) ?? expect.fail("ring"),
    judge: destinationJudge((name) => Promise.resolve([name === "inside.example" ? "10.0.0.1" : "93.184.216.34"])),
    allow: [],
  });
});
afterAll(() => database.drop());

test("an owner goes the whole way, and every answer has its declared shape", async () => {
  const { endpoints, events: happened, deliveries, recoveries } = as("OWNER");
  expect(shapes.urlVerdict.parse(await endpoints.checkUrl({ url: "https://inside.example/" }))).toMatchObject({
    ok: false,
  });
  expect(shapes.urlVerdict.parse(await endpoints.checkUrl({ url: "https://hooks.example/" }))).toEqual({
    ok: true,
    objection: null,
  });
  const { endpoint } = shapes.secretShown.parse(
    await endpoints.create({ url: "https://hooks.example/", events: ["*"] }),
  );
  const { id } = endpoint;
  const kept = { ...endpoint, manageable: true };
  expect(shapes.endpointPage.parse(await endpoints.list({ limit: 10 })).data).toEqual([kept]);
  expect(shapes.keptEndpoint.parse(await endpoints.get({ id }))).toEqual(kept);
  expect(
    shapes.webhookEndpoint.parse(await endpoints.change({ id, description: "A", ratePerSecond: 5 })),
  ).toMatchObject({ description: "A", ratePerSecond: 5 });
  expect(shapes.webhookEndpoint.parse(await endpoints.pause({ id })).state).toBe("PAUSED");
  expect(shapes.webhookEndpoint.parse(await endpoints.resume({ id })).state).toBe("ACTIVE");
  shapes.secretShown.parse(await endpoints.rotateSecret({ id, overlapDays: 1 }));
  expect(shapes.webhookEndpoint.parse(await endpoints.switchSignature({ id })).promisedHeaderSignsWith).toBe("CURRENT");
  const { deliveryId, eventId } = shapes.made.parse(await endpoints.test({ id, type: "toy.made" }));
  expect(shapes.deliveryPage.parse(await deliveries.list({ limit: 10 })).data).toMatchObject([
    { id: deliveryId, state: "PENDING" },
  ]);
  expect(shapes.deliveryDetail.parse(await deliveries.get({ id: deliveryId })).body).toContain("toy.made");
  expect(shapes.eventPage.parse(await happened.list({ limit: 10 })).data).toMatchObject([
    { id: eventId, sample: true, deliveries: 1 },
  ]);
  expect(shapes.eventDetail.parse(await happened.get({ id: eventId })).deliveryList).toHaveLength(1);
  expect(shapes.madeCount.parse(await deliveries.resend({ id: deliveryId }))).toEqual({ deliveries: 1 });
  const job = shapes.recovery.parse(
    await recoveries.start({ kind: "RECOVER", endpointId: id, since: new Date(Date.now() - 60_000).toISOString() }),
  );
  expect(shapes.recovery.parse(await recoveries.cancel({ id: job.id })).state).toBe("CANCELLED");
  expect(shapes.recoveryPage.parse(await recoveries.list({ limit: 10, endpointId: id })).data).toHaveLength(1);
  shapes.webhookEndpoint.parse(await endpoints.delete({ id }));
  await expect(endpoints.get({ id })).rejects.toThrow(/webhook endpoint/);
});

test("confidential events are OWNER's and DER's to see, and OWNER's alone to subscribe", async () => {
  await as("OWNER").endpoints.create({ url: "https://hooks.example/", events: ["*"] });
  const row = () => ({
    id: newId(),
    centerId,
    version: 1,
    createdAt: "2026-05-31T14:03:22.000Z",
    updatedAt: "2026-05-31T14:03:22.000Z",
  });
  await transaction(database.db, centerId, (tx) => emit(tx, tested, row(), null));
  const typesSeen = async (...roles: Role[]) => {
    const { events: happened, deliveries } = as(...roles);
    const pages = [
      shapes.eventPage.parse(await happened.list({ limit: 50 })),
      shapes.deliveryPage.parse(await deliveries.list({ limit: 50 })),
    ];
    return pages.map(({ data }) => data.some(({ type }) => type === "dat.test.resulted"));
  };
  expect(await typesSeen("ADMIN")).toEqual([false, false]);
  expect(await typesSeen("ADMIN", "DER")).toEqual([true, true]);
  expect(await typesSeen("OWNER")).toEqual([true, true]);
  const [confidential] = shapes.deliveryPage.parse(
    await as("OWNER").deliveries.list({ limit: 1, type: ["dat.test.resulted"] }),
  ).data;
  const reference = { id: confidential?.id ?? "" };
  for (const call of [
    () => as("ADMIN").deliveries.get(reference),
    () => as("ADMIN").deliveries.resend(reference),
    () => as("ADMIN").events.get({ id: confidential?.eventId ?? "" }),
    () => as("ADMIN").events.replay({ id: confidential?.eventId ?? "" }),
  ])
    await expect(call()).rejects.toThrow(/exists in this center/);
  expect(shapes.eventTypeList.parse(await as("ADMIN").endpoints.eventTypes({}))).toEqual([
    { type: "toy.made", summary: "A toy was made.", subscribable: true, confidential: false },
    { type: "dat.test.resulted", summary: "A test has a result.", subscribable: false, confidential: true },
  ]);
  await expect(as("ADMIN").endpoints.create({ url: "https://hooks.example/", events: ["*"] })).rejects.toThrow(/OWNER/);
});

test("an ADMIN is told which endpoints only an OWNER changes, and is refused at those alone", async () => {
  const make = async (events: string[]) =>
    (await as("OWNER").endpoints.create({ url: "https://hooks.example/", events })).endpoint.id;
  const admin = as("ADMIN").endpoints;
  for (const [pattern, manageable] of [
    ["*", false],
    ["dat.*", false],
    ["toy.*", true],
  ] as const) {
    const id = await make([pattern]);
    const listed = shapes.endpointPage.parse(await admin.list({ limit: 1 })).data;
    expect(listed, pattern).toMatchObject([{ id, manageable }]);
    expect(await admin.get({ id }), pattern).toMatchObject({ manageable });
    expect(await as("OWNER").endpoints.get({ id }), pattern).toMatchObject({ manageable: true });
    for (const call of [
      () => admin.change({ id, description: "Mine" }),
      () => admin.rotateSecret({ id }),
      () => admin.delete({ id }),
    ])
      if (manageable) await expect(call(), pattern).resolves.toBeDefined();
      else await expect(call(), pattern).rejects.toThrow(/only an OWNER/);
  }
});

test("nobody but OWNER and ADMIN gets anything", async () => {
  const others = as("DISPATCHER", "INSTRUCTOR", "MAINTENANCE", "DER", "VIEWER");
  await expect(others.endpoints.list({ limit: 1 })).rejects.toThrow(/roles/);
  await expect(others.events.list({ limit: 1 })).rejects.toThrow(/roles/);
  await expect(others.deliveries.list({ limit: 1 })).rejects.toThrow(/roles/);
  await expect(others.recoveries.list({ limit: 1 })).rejects.toThrow(/roles/);
});

test("there is a sample of every event of the catalog", () => {
  const sampleOf = samplesOf(EVENTS);
  for (const { type } of EVENTS)
    expect(sampleOf(type)).toMatchObject({ id: expect.any(String), version: expect.any(Number) });
});
