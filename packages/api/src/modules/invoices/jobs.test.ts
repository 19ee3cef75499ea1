import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSuccess } from "../../lib/errors.ts";
import { tickCenter } from "../../lib/jobs.ts";
import { type Instant, localDate, type PlainDate, plusDays, plusMs, startOfDay } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { advanceClock } from "../centers/commands/clock.ts";
import { payInvoice, sendInvoice } from "./commands/change.ts";
import { createInvoice, createInvoices } from "./commands/create.ts";
import { invoiceJobs } from "./jobs.ts";
import { findInvoice } from "./queries.ts";
import { type Invoice, invoice } from "./schema.ts";

const DENVER = "America/Denver";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const newSandbox = async (): Promise<CenterId> => (await newTwins(db, { timezone: DENVER })).sandboxId;
const tick = (center: CenterId) => tickCenter(db, center, invoiceJobs);
const clockTo = async (center: CenterId, to: Instant) =>
  ok(await advanceClock(db, { actor: { kind: "operator" }, address: null }, center, to));
const clockOf = (center: CenterId) => transaction(db, center, ({ now }) => Promise.resolve(now));
const todayOf = async (center: CenterId) => localDate(await clockOf(center), DENVER);
const draft = (dueOn: PlainDate) => ({
  customerName: "Front Range Airlines",
  customerEmail: "accounts@example.com",
  currency: "USD",
  lines: [{ description: "Session", quantity: 1, unitAmount: 45_000 }],
  dueOn,
});
const sent = async (center: CenterId, dueOn: PlainDate) => {
  const { id } = ok(await createInvoice(db, center, draft(dueOn)));
  return ok(await sendInvoice(db, center, any(id)));
};

interface EventRow {
  subject_id: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.invoice_overdue_events",
  `select subject_id, version, data from events where center_id = $1 and type = 'invoice.overdue'
    order by created_at, id`,
);
const eventsOf = (center: CenterId) => db.many(eventsQuery, [center]);

describe("time", () => {
  test("makes overdue what was sent and not paid, once, at the end of its due date in the center's zone", async () => {
    const center = await newSandbox();
    const dueOn = plusDays(await todayOf(center), 3);
    const { id } = await sent(center, dueOn);
    const paid = await sent(center, dueOn);
    ok(await payInvoice(db, center, any(paid.id), undefined));
    ok(await createInvoice(db, center, draft(dueOn)));
    const end = startOfDay(plusDays(dueOn, 1), DENVER);
    await clockTo(center, plusMs(end, -60_000));
    expect(await tick(center)).toBe(0);
    await clockTo(center, end);
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);

    const [event, ...more] = await eventsOf(center);
    expect(more).toEqual([]);
    const { object, previous } = JSON.parse(event?.data ?? "{}") as { object: Invoice; previous: Partial<Invoice> };
    expect(invoice.parse(object)).toEqual(await findInvoice(db, center, id));
    expect([object.status, object.version, previous]).toEqual(["OVERDUE", 3, { status: "SENT" }]);
    expect(ok(await payInvoice(db, center, any(id), undefined)).status).toBe("PAID");
    expect(await tick(center)).toBe(0);
  });

  test("catches up after days away in the order in which things fell due", async () => {
    const center = await newSandbox();
    const today = await todayOf(center);
    const days = [6, 2, 4, 30];
    const rows: Invoice[] = [];
    for (const day of days) rows.push(await sent(center, plusDays(today, day)));
    await clockTo(center, startOfDay(plusDays(today, 10), DENVER));
    expect(await tick(center)).toBe(3);
    const order = (await eventsOf(center)).map(({ subject_id }) => days[rows.findIndex(({ id }) => id === subject_id)]);
    expect(order).toEqual([2, 4, 6]);
  });

  test("fires nothing twice, with 8 runners at once over 10,000 invoices, while others are paid", async () => {
    const center = await newSandbox();
    const now = await clockOf(center);
    const today = localDate(now, DENVER);
    const drafts = Array.from({ length: 10_000 }, (_, index) => ({
      ...draft(plusDays(today, index % 5)),
      status: "SENT" as const,
      issuedAt: now,
    }));
    const outcomes = await transaction(db, center, (tx) => createInvoices(tx, drafts), "import");
    const rows = outcomes.filter(isSuccess);
    expect(rows).toHaveLength(10_000);
    await clockTo(center, startOfDay(plusDays(today, 9), DENVER));
    const paying = rows.slice(0, 20).map(({ id }) => payInvoice(db, center, any(id), undefined));
    await Promise.all([...Array.from({ length: 8 }, () => tick(center)), ...paying]);
    await tick(center);
    expect(await tick(center)).toBe(0);
    const subjects = (await eventsOf(center)).map(({ subject_id }) => subject_id);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThanOrEqual(9_980);
    for (const row of rows.slice(0, 20)) expect((await findInvoice(db, center, row.id))?.status).toBe("PAID");
  }, 120_000);
});
