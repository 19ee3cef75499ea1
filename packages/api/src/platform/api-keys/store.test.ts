import { openDatabase } from "@aviationalley/db/client.ts";
import { type Listener, openListener } from "@aviationalley/db/listen.ts";
import { statement } from "@aviationalley/db/client.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { createLiveCenter } from "../../modules/centers/commands/centers.ts";
import { createKey, type KeyAdmin, reissueKey, revokeKey } from "./commands.ts";
import type { KeyPolicy } from "./policy.ts";
import { openKeyStore } from "./store.ts";
import { tokenSha256 } from "./token.ts";

const operator: KeyAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };
const policy: KeyPolicy = { scopes: ["things:read"], ownersOnly: [], confidential: [] };

const database = await testDatabase();
const { sandboxId } = await createLiveCenter(database.db, operator, { name: "Cascade Flight", timezone: "UTC" });

/** A process of its own, as far as the database can tell. */
const openNode = async () => {
  const db = openDatabase({ url: database.url });
  const listener: Listener = await openListener({ url: database.url });
  const store = openKeyStore(db, listener);
  const close = async () => {
    await store.close();
    await listener.close();
    await db.close();
  };
  return { db, listener, store, close };
};

type Node = Awaited<ReturnType<typeof openNode>>;
let here: Node;
let there: Node;

beforeAll(async () => {
  [here, there] = await Promise.all([openNode(), openNode()]);
});

afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await database.drop();
});

const newKey = async (node: Node) => {
  const made = await createKey(node.db, operator, policy, sandboxId, { name: "HRIS", scopes: ["things:read"] });
  if (isFailure(made)) throw new Error(made.detail);
  return { id: made.key.id, sha256: tokenSha256(made.token) };
};

const isCached = (node: Node, sha256: string): boolean => !(node.store.find(sha256) instanceof Promise);

test("a key is found by its token, then without a wait", async () => {
  const { id, sha256 } = await newKey(here);
  expect(await here.store.find(sha256)).toMatchObject({ id, centerId: sandboxId, mode: "test", revokedAt: null });
  expect(here.store.find(sha256)).toMatchObject({ id, scopes: new Set(["things:read"]) });
});

test("a token that nobody has is remembered too", async () => {
  const sha256 = tokenSha256("aa_test_00000000000000000000000000000000");
  expect(await here.store.find(sha256)).toBeUndefined();
  expect(isCached(here, sha256)).toBe(true);
});

test("lookups of one token at once are one", async () => {
  const { sha256 } = await newKey(here);
  const answers = Array.from({ length: 20 }, () => here.store.find(sha256));
  expect(new Set(answers).size).toBe(1);
  await answers[0];
});

test("a revocation holds at once on its node, and within 100 ms on every other", async () => {
  const { id, sha256 } = await newKey(here);
  await Promise.all([here.store.find(sha256), there.store.find(sha256)]);
  await revokeKey(here.db, operator, sandboxId, id);
  const revoked = performance.now();
  expect(await here.store.find(sha256)).toMatchObject({ revokedAt: 0 });
  await until(async () => (await there.store.find(sha256))?.revokedAt === 0);
  expect(performance.now() - revoked).toBeLessThan(100);
});

test("a lookup that runs while its key is revoked is not kept", async () => {
  const { id, sha256 } = await newKey(here);
  const early = here.store.find(sha256);
  await revokeKey(here.db, operator, sandboxId, id);
  await early;
  expect(await here.store.find(sha256)).toMatchObject({ revokedAt: 0 });
});

test("a reissued key works on until its overlap ends", async () => {
  const { id, sha256 } = await newKey(here);
  await there.store.find(sha256);
  const next = await reissueKey(here.db, operator, policy, sandboxId, id, 7);
  if (isFailure(next)) throw new Error(next.detail);
  expect(next.key).toMatchObject({ name: "HRIS", reissuedFrom: id, revokedAt: null });
  expect(next.key.id).not.toBe(id);
  const old = await here.store.find(sha256);
  expect(old?.revokedAt).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
  expect(await here.store.find(tokenSha256(next.token))).toMatchObject({ id: next.key.id });
});

const cutListeners = statement<unknown>(
  "test.cut_listeners",
  `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'aviationalley listen'`,
);

test("with LISTEN cut nothing is cached, so that a revocation is seen by the next request", async () => {
  const { id, sha256 } = await newKey(here);
  await there.store.find(sha256);
  await until(() => isCached(there, sha256));
  // Keeps the connection from coming back while we look: each new one is cut as well.
  let cutting = true;
  const cut = (async () => {
    while (cutting) await database.db.run(cutListeners, []);
  })();
  await until(() => !there.listener.connected);
  await revokeKey(here.db, operator, sandboxId, id);
  if (!there.listener.connected) expect(isCached(there, sha256)).toBe(false);
  expect(await there.store.find(sha256)).toMatchObject({ revokedAt: 0 });
  cutting = false;
  await cut;
  await until(() => there.listener.connected);
  await there.store.find(sha256);
  await until(() => isCached(there, sha256));
});

const lastUsed = statement<{ used: boolean }>(
  "test.last_used",
  "select last_used_at = date_trunc('minute', last_used_at) and last_used_at > now() - interval '2 minutes' as used from api_keys where id = $1",
);

test("uses are written together, to the minute, and none is lost at the end", async () => {
  const node = await openNode();
  const { id, sha256 } = await newKey(node);
  await node.store.find(sha256);
  for (let use = 0; use < 1000; use++) node.store.touch(id);
  node.store.touch("0197a3c2-6f1e-7cc0-8a55-000000000000");
  await node.close();
  expect(await database.db.one(lastUsed, [id])).toEqual({ used: true });
});
