import type { CenterId } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { DAY_MS } from "../../lib/time.ts";
import { destinationJudge } from "./destination.ts";
import { findEndpoint } from "./endpoint-queries.ts";
import { changeEndpoint, createEndpoint, deleteEndpoint } from "./endpoints.ts";
import { type KeyRing, parseKeyRing } from "./key-ring.ts";
import { pauseEndpoint, resumeEndpoint } from "./pause.ts";
import { reencryptSecrets } from "./reencrypt.ts";
import { rotateSecret, switchPromisedHeader } from "./rotate.ts";
import type { EndpointDraft } from "./schema.ts";
import type { WebhookServices } from "./services.ts";
import { loadTargets } from "./target.ts";

let database: TestDatabase;
let liveId: CenterId;
let sandboxId: CenterId;

const ring = (text: string): KeyRing => parseKeyRing(text) ?? expect.fail("not a key ring");
const K1 = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const K2 = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
const services: WebhookServices = {
  ring: ring(K1),
  judge: destinationJudge((name) => Promise.resolve(name === "inside.example" ? ["10.0.0.1"] : ["93.184.216.34"])),
  allow: ["127.0.0.0/8"],
};
const policy = {
  types: ["booking.created", "booking.cancelled", "mel.deferral.expired", "dat.test.resulted"].map((type) => ({
    type,
    summary: type,
  })),
  confidential: ["dat."],
  confidants: ["DER"] as const,
};
const member = (...roles: Role[]) => ({
  actor: { kind: "user", id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60", name: "Jo" } as const,
  address: "192.0.2.1",
  roles: new Set(roles),
});
const owner = member("OWNER");
const admin = member("ADMIN");
const draft: EndpointDraft = { url: "https://hooks.example/in", events: ["booking.*"] };
const create = (wish: Partial<EndpointDraft> = {}, by = owner, centerId = liveId) =>
  createEndpoint(database.db, by, services, policy, centerId, { ...draft, ...wish });
const targetOf = async (id: string, keys = services.ring) => {
  const [target] = await loadTargets(database.db, [{ centerId: liveId, endpointId: id }], { ring: keys, allow: [] });
  return target && "url" in target ? target : expect.fail("not loaded");
};

const dump = statement<{ text: string }>(
  "test.dump_endpoints",
  `select coalesce(string_agg(row_to_json(e)::text, ''), '') || coalesce((select string_agg(document::text, '') from audit_log), '') as text from endpoints e`,
);
const endOverlap = statement<never>(
  "test.end_overlap",
  "update endpoints set previous_secret_expires_at = now() - interval '1 second' where id = $1",
);
const actions = statement<{ action: string }>(
  "test.actions",
  "select action from audit_log where subject_id = $1 order by id",
);

beforeAll(async () => {
  database = await testDatabase();
  ({ liveId, sandboxId } = await newTwins(database.db));
});
afterAll(() => database.drop());

test("the secret and header values are shown once and kept only sealed", async () => {
  const { endpoint, secret } = ok(await create({ headers: [{ name: "Authorization", value: "Bearer canary-4711" }] }));
  expect(secret).toMatch(/^whsec_/);
  expect(endpoint).toMatchObject({
    state: "ACTIVE",
    headerNames: ["Authorization"],
    secretHint: secret.slice(-5, -1),
    createdBy: "Jo",
  });
  const { text } = await database.db.one(dump, []);
  expect(text).toContain("hooks.example");
  expect(text).not.toContain("canary-4711");
  expect(text).not.toContain(secret.slice(6));
  expect((await targetOf(endpoint.id)).headers).toEqual([["Authorization", "Bearer canary-4711"]]);
});

test("what is wrong with a URL, an event or a header is said by its path", async () => {
  const refusals = [
    [{ url: "https://inside.example/" }, "url"],
    [{ url: "http://hooks.example/" }, "url"],
    [{ events: ["booking.created", "booking.exploded"] }, "events.1"],
    [{ headers: [{ name: "Webhook-Id", value: "x" }] }, "headers.0.name"],
    [
      {
        headers: [
          { name: "X-A", value: "x" },
          { name: "x-a", value: "y" },
        ],
      },
      "headers.1.name",
    ],
    [{ headers: [{ name: "X-A" }] }, "headers.0.name"],
  ] as const;
  for (const [wish, path] of refusals)
    expect(await create(structuredClone(wish) as Partial<EndpointDraft>)).toMatchObject({
      code: "invalid_request",
      facts: { errors: [{ path }] },
    });
});

test("a sandbox may name this machine, its live center may not", async () => {
  const url = "http://127.0.0.1:4000/hook";
  expect(ok(await create({ url }, owner, sandboxId)).endpoint.url).toBe(url);
  expect(await create({ url })).toMatchObject({ code: "invalid_request" });
});

test("an ADMIN neither subscribes confidential events nor touches an endpoint that gets them", async () => {
  for (const events of [["*"], ["dat.*"], ["dat.test.*"], ["dat.test.resulted"]])
    expect(await create({ events }, admin)).toMatchObject({ code: "insufficient_role" });
  const plain = ok(await create({}, admin)).endpoint;
  expect(await changeEndpoint(database.db, admin, services, policy, liveId, plain.id, { events: ["*"] })).toMatchObject(
    { code: "insufficient_role" },
  );
  const { id } = ok(await create({ events: ["*"] })).endpoint;
  const evil = { url: "https://elsewhere.example/" };
  expect(await changeEndpoint(database.db, admin, services, policy, liveId, id, evil)).toMatchObject({
    code: "insufficient_role",
  });
  expect(await rotateSecret(database.db, admin, services, policy, liveId, id, 0)).toMatchObject({
    code: "insufficient_role",
  });
  expect(await deleteEndpoint(database.db, admin, policy, liveId, id)).toMatchObject({ code: "insufficient_role" });
  expect(ok(await pauseEndpoint(database.db, admin, liveId, id)).state).toBe("PAUSED");
});

test("patterns are kept without what others hold", async () => {
  expect(
    ok(await create({ events: ["booking.created", "booking.*", "mel.deferral.expired"] })).endpoint.events,
  ).toEqual(["booking.*", "mel.deferral.expired"]);
  expect(ok(await create({ events: ["mel.*", "mel.deferral.*", "*"] })).endpoint.events).toEqual(["*"]);
});

test("a change replaces what is given; a header without a value keeps the one it had", async () => {
  const { id } = ok(
    await create({
      description: "old",
      headers: [
        { name: "X-A", value: "1" },
        { name: "X-B", value: "2" },
      ],
    }),
  ).endpoint;
  const headers = [{ name: "x-a" }, { name: "X-C", value: "3" }];
  const changed = ok(
    await changeEndpoint(database.db, owner, services, policy, liveId, id, {
      headers,
      description: null,
      events: ["mel.*"],
    }),
  );
  expect(changed).toMatchObject({
    version: 2,
    description: null,
    headerNames: ["x-a", "X-C"],
    events: ["mel.*"],
    url: draft.url,
  });
  expect((await targetOf(id)).headers).toEqual([
    ["x-a", "1"],
    ["X-C", "3"],
  ]);
  expect((await database.db.many(actions, [id])).map(({ action }) => action)).toEqual([
    "webhook_endpoint.created",
    "webhook_endpoint.changed",
  ]);
});

test("pause holds, resume lets go, each once", async () => {
  const { id } = ok(await create()).endpoint;
  expect(ok(await pauseEndpoint(database.db, owner, liveId, id))).toMatchObject({
    state: "PAUSED",
    heldSince: expect.any(String),
  });
  ok(await pauseEndpoint(database.db, owner, liveId, id));
  expect(ok(await resumeEndpoint(database.db, owner, liveId, id))).toMatchObject({ state: "ACTIVE", heldSince: null });
  ok(await resumeEndpoint(database.db, owner, liveId, id));
  expect((await database.db.many(actions, [id])).map(({ action }) => action)).toEqual([
    "webhook_endpoint.created",
    "webhook_endpoint.paused",
    "webhook_endpoint.resumed",
  ]);
});

test("a rotation signs with both until its overlap ends or staff switch", async () => {
  const first = ok(await create());
  const { id } = first.endpoint;
  const now = new Date().toISOString();
  const second = ok(await rotateSecret(database.db, owner, services, policy, liveId, id, 2));
  expect(second.secret).not.toBe(first.secret);
  expect(second.endpoint).toMatchObject({
    promisedHeaderSignsWith: "PREVIOUS",
    previousSecretHint: first.endpoint.secretHint,
  });
  const keys = (await targetOf(id)).keysAt(now);
  expect(keys.standard).toHaveLength(2);
  expect(keys.promised).toBe(keys.standard[1]);
  ok(await switchPromisedHeader(database.db, owner, liveId, id));
  const switched = (await targetOf(id)).keysAt(now);
  expect(switched.promised).toBe(switched.standard[0]);
  const third = ok(await rotateSecret(database.db, owner, services, policy, liveId, id, 0));
  expect(third.endpoint).toMatchObject({ previousSecretHint: null, promisedHeaderSignsWith: "CURRENT" });
  expect((await targetOf(id)).keysAt(now).standard).toHaveLength(1);
  expect(await switchPromisedHeader(database.db, owner, liveId, id)).toMatchObject({ code: "conflict" });
});

test("a rotation inside an overlap keeps the secret that receivers still use, and replaces the newest", async () => {
  const first = ok(await create());
  const { id } = first.endpoint;
  const rotate = async (days: number) => ok(await rotateSecret(database.db, owner, services, policy, liveId, id, days));
  const signers = async () => {
    const { promised, standard } = (await targetOf(id)).keysAt(new Date().toISOString());
    return [promised, ...standard].map((key) => key.promised.export().toString());
  };
  const second = await rotate(2);
  const third = await rotate(1);
  expect(third.endpoint).toMatchObject({
    promisedHeaderSignsWith: "PREVIOUS",
    previousSecretHint: first.endpoint.secretHint,
    previousSecretExpiresAt: second.endpoint.previousSecretExpiresAt,
  });
  expect(await signers()).toEqual([first.secret, third.secret, first.secret]);
  const fourth = await rotate(7);
  expect(Date.parse(fourth.endpoint.previousSecretExpiresAt ?? "") - Date.now()).toBeGreaterThan(6.9 * DAY_MS);
  expect(await signers()).toEqual([first.secret, fourth.secret, first.secret]);
  ok(await switchPromisedHeader(database.db, owner, liveId, id));
  const fifth = await rotate(1);
  expect(await signers()).toEqual([fourth.secret, fifth.secret, fourth.secret]);
  await database.db.run(endOverlap, [id]);
  const sixth = await rotate(1);
  expect(await signers()).toEqual([fifth.secret, sixth.secret, fifth.secret]);
});

test("another center's endpoint is not there", async () => {
  const { id } = ok(await create()).endpoint;
  expect(
    isFailure(await changeEndpoint(database.db, owner, services, policy, sandboxId, id, { description: "x" })),
  ).toBe(true);
  expect(await pauseEndpoint(database.db, owner, sandboxId, id)).toMatchObject({ code: "not_found" });
  expect(await findEndpoint(database.db, sandboxId, id)).toBeUndefined();
});

test("a deleted endpoint is gone from lists and gets nothing", async () => {
  const { id } = ok(await create()).endpoint;
  ok(await deleteEndpoint(database.db, owner, policy, liveId, id));
  expect(await findEndpoint(database.db, liveId, id)).toBeUndefined();
  expect(await deleteEndpoint(database.db, owner, policy, liveId, id)).toMatchObject({ code: "not_found" });
});

test("re-encryption seals everything under the first key, after which the other can go", async () => {
  const { id } = ok(await create({ headers: [{ name: "X-A", value: "1" }] })).endpoint;
  ok(await rotateSecret(database.db, owner, services, policy, liveId, id, 7));
  expect(await reencryptSecrets(database.db, ring(`${K2},${K1}`))).toBeGreaterThan(5);
  expect(await reencryptSecrets(database.db, ring(`${K2},${K1}`))).toBe(0);
  const target = await targetOf(id, ring(K2));
  expect(target.headers).toEqual([["X-A", "1"]]);
  expect(target.keysAt(new Date().toISOString()).standard).toHaveLength(2);
});
