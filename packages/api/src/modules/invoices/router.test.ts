import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { transaction } from "../../lib/transaction.ts";
import { createInvoices } from "./commands/create.ts";
import { invoicesRouter } from "./router.ts";
import { invoiceFilters, invoicePage } from "./schema.ts";

const call = createCallerFactory(invoicesRouter);

let database: TestDatabase;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  center = await newCenter(database.db);
});
afterAll(() => database.drop());

const customers = async (filters: Record<string, unknown>) => {
  const reader = call(keyContext(database.db, center, "invoices:read"));
  const page = await reader.list(invoiceFilters.parse(filters));
  return invoicePage
    .parse(page)
    .data.map(({ customerName }) => customerName)
    .toSorted();
};
const draft = {
  customerName: "Alpine Air",
  customerEmail: "billing@alpine.example",
  currency: "USD",
  lines: [{ description: "Session", quantity: 1, unitAmount: 45_000 }],
  dueOn: "2199-12-31",
};

test("the list finds by status, words and time of issue", async () => {
  const { db } = database;
  const [winter, spring] = ["2026-01-05T12:00:00.000Z", "2026-04-05T12:00:00.000Z"];
  const other = { ...draft, customerEmail: "accounts@example.com" };
  const outcomes = await transaction(
    db,
    center,
    (tx) =>
      createInvoices(tx, [
        draft,
        { ...other, customerName: "Bay Aviation", status: "SENT", issuedAt: winter, number: "2025-0431" },
        { ...other, customerName: "Coast Jets", status: "PAID", issuedAt: spring, paidAt: spring },
        { ...other, customerName: "Delta Flight", status: "OVERDUE", issuedAt: winter, dueOn: "2026-01-20" },
      ]),
    "import",
  );
  const [alpine] = outcomes.map(ok);
  expect(await customers({})).toEqual(["Alpine Air", "Bay Aviation", "Coast Jets", "Delta Flight"]);
  expect(await customers({ status: ["SENT", "OVERDUE"] })).toEqual(["Bay Aviation", "Delta Flight"]);
  expect(await customers({ search: "coast" })).toEqual(["Coast Jets"]);
  expect(await customers({ search: "alpine.example" })).toEqual(["Alpine Air"]);
  expect(await customers({ search: "2025-0431" })).toEqual(["Bay Aviation"]);
  expect(await customers({ search: "inv-000001" })).toEqual(["Coast Jets"]);
  expect(await customers({ from: winter })).toEqual(["Bay Aviation", "Coast Jets", "Delta Flight"]);
  expect(await customers({ to: spring })).toEqual(["Bay Aviation", "Delta Flight"]);
  expect(await customers({ from: spring, to: "2026-04-06T00:00:00Z" })).toEqual(["Coast Jets"]);
  expect(await customers({ from: winter, status: ["OVERDUE"] })).toEqual(["Delta Flight"]);
  expect(await customers({ id: [alpine?.id] })).toEqual(["Alpine Air"]);
  expect(await customers({ updatedSince: alpine?.updatedAt, status: ["PAID"] })).toEqual(["Coast Jets"]);
});

test("invoices are read with invoices:read, and written by admins only", async () => {
  const { db } = database;
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  expect(await refusal(call(keyContext(db, center, "bookings:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(keyContext(db, center, "*")).create(draft))).toBe("not_found");
  expect(await refusal(call(memberContext(db, center, "DISPATCHER")).create(draft))).toBe("insufficient_role");
  const admin = call(memberContext(db, center, "ADMIN"));
  const { id } = await admin.create(draft);
  expect(await admin.change({ id, customerName: "Alpine Air Ltd" })).toMatchObject({ version: 2, totalAmount: 45_000 });
  expect(await admin.send({ id })).toMatchObject({ status: "SENT" });
  expect(await admin.pay({ id })).toMatchObject({ status: "PAID" });
  expect(await refusal(admin.void({ id, reason: "Refunded" }))).toBe("invalid_transition");
  const other = await call(memberContext(db, center, "OWNER")).create(draft);
  expect(await admin.void({ id: other.id, reason: "Never sent" })).toMatchObject({ status: "VOID" });
  expect(await call(memberContext(db, center, "VIEWER")).get({ id })).toMatchObject({ version: 4 });
});
