import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { transaction } from "../../../lib/transaction.ts";
import { findInvoice } from "../queries.ts";
import { numberAt } from "../rules.ts";
import { type Invoice, invoice } from "../schema.ts";
import { changeInvoice, payInvoice, sendInvoice, voidInvoice } from "./change.ts";
import { createInvoice, createInvoices, type NewInvoice } from "./create.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const draft = (change: Partial<NewInvoice> = {}): NewInvoice => ({
  customerName: "Front Range Airlines",
  customerEmail: "accounts@example.com",
  currency: "USD",
  lines: [{ description: "Full-flight session, 4 h", quantity: 2, unitAmount: 45_000 }],
  dueOn: "2199-12-31",
  ...change,
});
const draw = async (change: Partial<NewInvoice> = {}, centerId = center) =>
  ok(await createInvoice(db, centerId, draft(change)));
const bring = (centerId: CenterId, drafts: readonly NewInvoice[]) =>
  transaction(db, centerId, (tx) => createInvoices(tx, drafts), "import");

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.invoice_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

describe("numbers", () => {
  test("are gapless however many send at once, refused ones among them, in each center by itself", async () => {
    const { liveId, sandboxId } = await newTwins(db);
    const rows = await Promise.all(
      Array.from({ length: 40 }, (_, index) => draw(index % 5 === 4 ? { dueOn: "2020-01-01" } : {}, liveId)),
    );
    // Each twice at once: one sends, the other finds it sent.
    const attempts = rows.flatMap(({ id }) => [sendInvoice(db, liveId, any(id)), sendInvoice(db, liveId, any(id))]);
    const sent = (await Promise.all(attempts)).filter(isSuccess);
    expect(sent).toHaveLength(64);
    const expected = Array.from({ length: 32 }, (_, index) => numberAt(index + 1));
    expect(new Set(sent.map(({ number }) => number))).toEqual(new Set(expected));
    const other = await draw({}, sandboxId);
    expect(ok(await sendInvoice(db, sandboxId, any(other.id))).number).toBe("INV-000001");
  });

  test("that roll back are given again, and those of void invoices are not", async () => {
    const own = await newCenter(db);
    const [first, second] = [await draw({}, own), await draw({}, own)];
    const lost = transaction(db, own, async (tx) => {
      expect(ok(await sendInvoice(tx, own, any(first.id))).number).toBe("INV-000001");
      throw new Error("lost");
    });
    await expect(lost).rejects.toThrow("lost");
    expect(await findInvoice(db, own, first.id)).toMatchObject({ status: "DRAFT", number: null });
    expect(ok(await sendInvoice(db, own, any(second.id))).number).toBe("INV-000001");
    expect(ok(await voidInvoice(db, own, any(second.id), "Wrong customer")).number).toBe("INV-000001");
    expect(ok(await sendInvoice(db, own, any(first.id))).number).toBe("INV-000002");
  });

  test("of an import are kept, or follow the series, and no number is brought twice", async () => {
    const own = await newCenter(db);
    const issuedAt = "2026-01-05T12:00:00.000Z";
    const outcomes = await bring(own, [
      draft(),
      draft({ status: "SENT", issuedAt, number: "2025-0431" }),
      draft({ status: "SENT", issuedAt }),
      draft({ status: "PAID", issuedAt, paidAt: "2026-01-09T12:00:00.000Z", number: "2025-0431" }),
      draft({ status: "OVERDUE", issuedAt, dueOn: "2026-01-20" }),
      draft({ status: "VOID", voidedAt: issuedAt, voidReason: "Duplicate" }),
      draft({ status: "SENT", issuedAt, number: "INV-000007" }),
    ]);
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.number))).toEqual([
      null,
      "2025-0431",
      "INV-000001",
      "conflict",
      "INV-000002",
      null,
      "invalid_request",
    ]);
    const again = await bring(own, [draft({ status: "SENT", issuedAt, number: "2025-0431" })]);
    expect(again).toMatchObject([{ code: "conflict" }]);
    for (const { id } of outcomes.filter(isSuccess)) expect(await eventsOf(id)).toEqual([]);
  });
});

describe("each transition", () => {
  test("fires its event once, with the row as it is read and the earlier values", async () => {
    const { id } = await draw();
    const lines = [{ description: "Full-flight session, 4 h", quantity: 3, unitAmount: 45_000 }];
    expect(ok(await changeInvoice(db, center, any(id), { lines })).totalAmount).toBe(135_000);
    const sent = ok(await sendInvoice(db, center, any(id)));
    const paid = ok(await payInvoice(db, center, any(id), undefined));
    const events = await eventsOf(id);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual(["3 invoice.sent", "4 invoice.paid"]);
    const payloads = events.map(({ data }) => JSON.parse(data) as { object: Invoice; previous: Partial<Invoice> });
    expect(payloads.map(({ object }) => invoice.parse(object))).toEqual([sent, paid]);
    expect(payloads.at(-1)?.object).toEqual(await findInvoice(db, center, id));
    expect(payloads.map(({ previous }) => previous)).toEqual([
      { number: null, issuedAt: null, status: "DRAFT" },
      { status: "SENT", paidAt: null },
    ]);
  });

  test("to void fires its event, from a draft too", async () => {
    const { id } = await draw();
    const voided = ok(await voidInvoice(db, center, any(id), "Never sent"));
    expect(voided).toMatchObject({ status: "VOID", number: null, voidReason: "Never sent" });
    const [event, ...more] = await eventsOf(id);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: "invoice.voided", version: 2 });
    expect(JSON.parse(event?.data ?? "{}")).toEqual({
      object: voided,
      previous: { status: "DRAFT", voidedAt: null, voidReason: null },
    });
  });

  test("that is repeated changes nothing and fires nothing", async () => {
    const { id } = await draw();
    const sent = ok(await sendInvoice(db, center, any(id)));
    expect(await sendInvoice(db, center, any(id))).toEqual(sent);
    const paid = ok(await payInvoice(db, center, any(id), undefined));
    expect(await payInvoice(db, center, any(id), undefined)).toEqual(paid);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("that is refused changes nothing and fires nothing", async () => {
    const { id } = await draw();
    expect(await payInvoice(db, center, any(id), undefined)).toMatchObject({
      code: "invalid_transition",
      facts: { allowed: ["SENT", "VOID"] },
    });
    expect(await sendInvoice(db, center, { id, expectedVersion: 2 })).toMatchObject({ code: "precondition_failed" });
    expect(await sendInvoice(db, await newCenter(db), any(id))).toMatchObject({ code: "not_found" });
    const sent = ok(await sendInvoice(db, center, any(id)));
    expect(await changeInvoice(db, center, any(id), { lines: [] })).toMatchObject({ code: "invalid_transition" });
    expect(await findInvoice(db, center, id)).toEqual(sent);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("is taken once, when payment and voiding come at once", async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await draw();
      ok(await sendInvoice(db, center, any(id)));
      const outcomes = await Promise.all([
        payInvoice(db, center, any(id), undefined),
        voidInvoice(db, center, any(id), "Wrong customer"),
        payInvoice(db, center, any(id), undefined),
      ]);
      const last = await findInvoice(db, center, id);
      expect(outcomes.filter(isSuccess).every(({ status }) => status === last?.status)).toBe(true);
      expect(await eventsOf(id)).toHaveLength(2);
    }
  });
});
