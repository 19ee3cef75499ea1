import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { transaction } from "../../lib/transaction.ts";
import { createItems } from "./commands/create.ts";
import { complianceRouter } from "./router.ts";
import { complianceItemFilters, complianceItemPage } from "./schema.ts";

const call = createCallerFactory(complianceRouter);

let database: TestDatabase;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  center = await newCenter(database.db);
});
afterAll(() => database.drop());

const titles = async (filters: Record<string, unknown>) => {
  const reader = call(keyContext(database.db, center, "compliance:read"));
  const page = await reader.list(complianceItemFilters.parse(filters));
  return complianceItemPage
    .parse(page)
    .data.map(({ title }) => title)
    .toSorted();
};

test("the list finds by status, category, words and due date, both ends included", async () => {
  const { db } = database;
  const outcomes = await transaction(
    db,
    center,
    (tx) =>
      createItems(tx, [
        { title: "Evaluation", category: "NSP", dueOn: "2198-06-30", owner: "Quality manager" },
        { title: "Fire drill", category: "FACILITY", dueOn: "2020-06-30" },
        { title: "Manual revision", category: "PART_142" },
      ]),
    "import",
  );
  const [evaluation] = outcomes.map(ok);
  expect(await titles({})).toEqual(["Evaluation", "Fire drill", "Manual revision"]);
  expect(await titles({ status: ["OVERDUE"] })).toEqual(["Fire drill"]);
  expect(await titles({ category: ["NSP", "PART_142"] })).toEqual(["Evaluation", "Manual revision"]);
  expect(await titles({ search: "drill" })).toEqual(["Fire drill"]);
  expect(await titles({ search: "quality" })).toEqual(["Evaluation"]);
  expect(await titles({ from: "2020-06-30" })).toEqual(["Evaluation", "Fire drill"]);
  expect(await titles({ to: "2020-06-30" })).toEqual(["Fire drill"]);
  expect(await titles({ to: "2020-06-29" })).toEqual([]);
  expect(await titles({ from: "0001-01-01", to: "9999-12-31" })).toEqual(["Evaluation", "Fire drill"]);
  expect(await titles({ from: "2020-06-30", to: "2020-06-30" })).toEqual(["Fire drill"]);
  expect(await titles({ from: "2020-01-01", to: "2198-06-30", status: ["COMPLIANT"] })).toEqual(["Evaluation"]);
  expect(await titles({ id: [evaluation?.id] })).toEqual(["Evaluation"]);
  expect(await titles({ updatedSince: evaluation?.updatedAt, category: ["FACILITY"] })).toEqual(["Fire drill"]);
});

test("items are read with compliance:read, and written by admins only", async () => {
  const { db } = database;
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const draft = { title: "Fire drill", category: "FACILITY", recurrenceMonths: 6, dueOn: "2198-06-30" } as const;
  expect(await refusal(call(keyContext(db, center, "bookings:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(keyContext(db, center, "*")).create(draft))).toBe("not_found");
  expect(await refusal(call(memberContext(db, center, "INSTRUCTOR")).create(draft))).toBe("insufficient_role");
  const admin = call(memberContext(db, center, "ADMIN"));
  const { id } = await admin.create(draft);
  expect(await admin.change({ id, owner: "Safety officer" })).toMatchObject({ version: 2, owner: "Safety officer" });
  expect(await refusal(admin.start({ id }))).toBe("invalid_transition");
  expect(await admin.complete({ id, completedOn: "2026-01-15" })).toMatchObject({ dueOn: "2026-07-15" });
  expect(await admin.waive({ id, reason: "Closed", by: "Owner", until: "2199-12-31" })).toMatchObject({
    status: "WAIVED",
  });
  expect(await call(memberContext(db, center, "VIEWER")).get({ id })).toMatchObject({ version: 4 });
});
