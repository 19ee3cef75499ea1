import { testDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { transaction } from "../../lib/transaction.ts";
import { createLiveCenter } from "../../modules/centers/commands/centers.ts";
import { listActions, listAuditEntries } from "./reads.ts";
import { type By, record } from "./record.ts";
import type { AuditEntry, AuditFilters } from "./schema.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const operator: By = { actor: { kind: "operator" }, address: null };
const { liveId, sandboxId } = await createLiveCenter(db, operator, { name: "Cascade Flight", timezone: "UTC" });

const note = (action: `${string}.${string}`, confidential = false) =>
  transaction(db, liveId, (tx) => record(tx, operator, action, { type: "thing", id: null, confidential }));

await note("thing.made");
await note("test.read", true);
await note("thing.changed");

const actions = async (filters: Partial<AuditFilters>, showsConfidential: boolean, centerId = liveId) => {
  const page = await listAuditEntries(db, centerId, { limit: 50, ...filters }, showsConfidential);
  if (isFailure(page)) throw new Error(page.detail);
  return page.documents.map((document) => (JSON.parse(document) as AuditEntry).action); // as record() wrote it
};

test("confidential entries are seen only by who may", async () => {
  expect(await actions({}, false)).toEqual(["thing.changed", "thing.made", "center.created"]);
  expect(await actions({}, true)).toEqual(["thing.changed", "test.read", "thing.made", "center.created"]);
  expect(await actions({ action: ["test.read"] }, false)).toEqual([]);
});

test("entries are found by action and time, and stay in their center", async () => {
  expect(await actions({ action: ["thing.made", "thing.changed"] }, true)).toEqual(["thing.changed", "thing.made"]);
  expect(await actions({ to: "2020-01-01T00:00:00.000Z" }, true)).toEqual([]);
  expect(await actions({}, true, sandboxId)).toEqual([]);
});

test("what is rolled back was never done", async () => {
  const undone = transaction(db, liveId, async (tx) => {
    await record(tx, operator, "thing.undone", { type: "thing", id: null });
    throw new Error("rolled back");
  });
  await expect(undone).rejects.toThrow("rolled back");
  expect(await actions({ action: ["thing.undone"] }, true)).toEqual([]);
});

test("the kinds of deeds are named once each, the confidential ones only to who may see them", async () => {
  await note("thing.changed");
  expect(await listActions(db, liveId, true)).toEqual(["center.created", "test.read", "thing.changed", "thing.made"]);
  expect(await listActions(db, liveId, false)).toEqual(["center.created", "thing.changed", "thing.made"]);
  expect(await listActions(db, sandboxId, true)).toEqual([]);
});
