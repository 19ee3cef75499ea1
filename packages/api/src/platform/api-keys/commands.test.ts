import { statement } from "@aviationalley/db/client.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { createAccount } from "../accounts/create.ts";
import { createLiveCenter } from "../../modules/centers/commands/centers.ts";
import { listAuditEntries } from "../audit/reads.ts";
import { createKey, type KeyAdmin, reissueKey, revokeKey } from "./commands.ts";
import type { KeyPolicy } from "./policy.ts";
import { listKeys } from "./reads.ts";
import type { KeyDraft } from "./schema.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const policy: KeyPolicy = {
  scopes: ["things:read", "things:write", "secrets:read"],
  ownersOnly: ["secrets:read"],
  confidential: ["secrets:read"],
};
const kim = await createAccount(db, { name: "Kim", email: "kim@example.com", password: "correct horse battery" });
if (isFailure(kim)) throw new Error(kim.detail);
const as = (...roles: Role[]): KeyAdmin => ({
  actor: { kind: "user", id: kim.id, name: kim.name },
  address: "192.0.2.1",
  roles: new Set(roles),
});
const operator: KeyAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };
const { liveId, sandboxId } = await createLiveCenter(db, operator, { name: "Cascade Flight", timezone: "UTC" });
const { liveId: otherId } = await createLiveCenter(db, operator, { name: "Harbor Air", timezone: "UTC" });

const make = async (draft: Partial<KeyDraft> = {}, by = operator, center = liveId) => {
  const made = await createKey(db, by, policy, center, { name: "HRIS", scopes: ["things:read"], ...draft });
  if (isFailure(made)) throw new Error(`${made.code}: ${made.detail}`);
  return made;
};
const refusal = (draft: Partial<KeyDraft>, by: KeyAdmin) =>
  createKey(db, by, policy, liveId, { name: "HRIS", scopes: ["things:read"], ...draft });

const stored = statement<{ text: string }>(
  "test.everything_stored",
  "select coalesce(string_agg(k::text, ' '), '') || (select coalesce(string_agg(a.document::text, ' '), '') from audit_log a) as text from api_keys k",
);

test("a token has its mode and 32 hex digits, and is stored nowhere", async () => {
  const live = await make();
  const sandbox = await make({}, operator, sandboxId);
  expect(live.token).toMatch(/^aa_live_[0-9a-f]{32}$/);
  expect(sandbox.token).toMatch(/^aa_test_[0-9a-f]{32}$/);
  expect(live.key.hint).toBe(live.token.slice(-4));
  const { text } = await db.one(stored, []);
  expect(text).not.toContain(live.token.slice(8));
  expect(text).not.toContain(sandbox.token.slice(8));
});

test("only scopes that some endpoint asks for can be given", async () => {
  expect(await refusal({ scopes: ["things:read", "thing:read"] }, operator)).toMatchObject({
    code: "invalid_request",
    detail: "Choose from these scopes: things:read, things:write, secrets:read, *.",
    facts: { errors: [{ path: "scopes.1" }] },
  });
});

test("an ADMIN gives no scope above the own role", async () => {
  const disclosure = { confirmed: true, recipient: "Vendor", purpose: "Reporting" } as const;
  for (const scope of ["*", "secrets:read"])
    expect(await refusal({ scopes: [scope], disclosure }, as("ADMIN"))).toMatchObject({ code: "insufficient_role" });
  await expect(make({ scopes: ["things:write"] }, as("ADMIN"))).resolves.toBeDefined();
  await expect(make({ scopes: ["*"], disclosure }, as("OWNER"))).resolves.toBeDefined();
});

test("an ADMIN cannot come by a stronger token through a reissue", async () => {
  const { key } = await make({ scopes: ["*"] });
  expect(await reissueKey(db, as("ADMIN"), policy, liveId, key.id, 0)).toMatchObject({ code: "insufficient_role" });
});

test("confidential scopes are given with a recipient and a purpose only", async () => {
  expect(await refusal({ scopes: ["secrets:read"] }, as("OWNER"))).toMatchObject({
    code: "invalid_request",
    facts: { errors: [{ path: "disclosure" }] },
  });
});

test("an expiry lies ahead", async () => {
  expect(await refusal({ expiresAt: "2020-01-01T00:00:00.000Z" }, operator)).toMatchObject({ code: "invalid_request" });
  expect((await make({ expiresAt: "2099-01-01T00:00:00.000Z" })).key.expiresAt).toBe("2099-01-01T00:00:00.000Z");
});

test("a revoked key stays revoked: it is neither revoked later nor reissued", async () => {
  const { key } = await make();
  const revoked = await revokeKey(db, operator, liveId, key.id);
  expect(await revokeKey(db, operator, liveId, key.id)).toEqual(revoked);
  expect(await reissueKey(db, operator, policy, liveId, key.id, 0)).toMatchObject({ code: "conflict" });
});

test("a revocation ends a running overlap", async () => {
  const { key } = await make();
  await reissueKey(db, operator, policy, liveId, key.id, 3);
  const revoked = await revokeKey(db, operator, liveId, key.id);
  expect(!isFailure(revoked) && Date.parse(revoked.revokedAt ?? "")).toBeLessThanOrEqual(Date.now() + 1000);
});

test("a key of another center does not exist", async () => {
  const { key } = await make();
  expect(await revokeKey(db, operator, otherId, key.id)).toMatchObject({ code: "not_found" });
  expect(await revokeKey(db, operator, sandboxId, key.id)).toMatchObject({ code: "not_found" });
});

test("keys are listed page by page, newest first", async () => {
  const names = ["one", "two", "three"];
  for (const name of names) await make({ name }, operator, otherId);
  const first = await listKeys(db, otherId, { limit: 2 });
  if (isFailure(first)) throw new Error(first.detail);
  const { data, pagination } = first.toValue();
  expect(data).toMatchObject([{ name: "three" }, { name: "two" }]);
  const second = await listKeys(db, otherId, { limit: 2, cursor: pagination.nextCursor ?? undefined });
  expect(!isFailure(second) && second.toValue()).toMatchObject({
    data: [{ name: "one" }],
    pagination: { nextCursor: null },
  });
});

test("creation, reissue and revocation stand in the audit log, with who and from where", async () => {
  const { key } = await make({ name: "Audited" }, as("OWNER"), sandboxId);
  const next = await reissueKey(db, as("OWNER"), policy, sandboxId, key.id, 0);
  if (isFailure(next)) throw new Error(next.detail);
  await revokeKey(db, as("OWNER"), sandboxId, next.key.id);
  const log = await listAuditEntries(db, sandboxId, { limit: 3 }, false);
  expect(!isFailure(log) && log.toValue().data).toMatchObject([
    { action: "api_key.revoked", subject: { type: "api_key", id: next.key.id } },
    { action: "api_key.reissued", detail: { from: key.id, overlapDays: 0 } },
    {
      action: "api_key.created",
      actor: { kind: "user", name: "Kim" },
      address: "192.0.2.1",
      detail: { scopes: ["things:read"] },
    },
  ]);
});
