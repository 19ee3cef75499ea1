import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "../../lib/context.ts";
import type { Role } from "../../lib/roles.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { createAccount } from "../accounts/create.ts";
import { apiKeysRouter } from "./router.ts";
import { apiKeyPage } from "./schema.ts";

const callerOf = createCallerFactory(
  apiKeysRouter({ scopes: ["things:read", "secrets:read"], ownersOnly: ["secrets:read"], confidential: [] }),
);
let database: TestDatabase;
let base: Pick<Context, "db" | "centerId" | "actor">;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const { liveId: centerId } = await newTwins(db);
  const kim = await createAccount(db, { name: "Kim", email: "kim@example.com", password: "correct horse battery" });
  if ("code" in kim) throw new Error(kim.detail);
  base = { db, centerId, actor: { kind: "user", id: kim.id, name: "Kim" } };
});
afterAll(() => database.drop());

const as = (...roles: Role[]) =>
  callerOf({
    ...base,
    scopes: new Set(),
    roles: new Set(roles),
    address: null,
    expectedVersion: null,
    wire: "value",
  });

test("an ADMIN is told which keys only an OWNER reissues, and is refused at those alone", async () => {
  const disclosure = { confirmed: true, recipient: "Vendor", purpose: "Reporting" } as const;
  for (const [scope, reissuable] of [
    ["*", false],
    ["secrets:read", false],
    ["things:read", true],
  ] as const) {
    const { key } = await as("OWNER").create({ name: "HRIS", scopes: [scope], disclosure });
    const listed = async (role: Role) => apiKeyPage.parse(await as(role).list({ limit: 1 })).data;
    expect(await listed("ADMIN"), scope).toMatchObject([{ id: key.id, reissuable }]);
    expect(await listed("OWNER"), scope).toMatchObject([{ id: key.id, reissuable: true }]);
    const reissued = as("ADMIN").reissue({ id: key.id });
    if (reissuable) await expect(reissued, scope).resolves.toBeDefined();
    else await expect(reissued, scope).rejects.toThrow(/Only an OWNER/);
  }
});
