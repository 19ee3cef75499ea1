import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { localDate, plusDays } from "../../lib/time.ts";
import {
  type Course,
  courseFaults,
  fallOverdue,
  isOfSeries,
  numberAt,
  pay,
  revise,
  send,
  statusAt,
  totalOf,
  TRANSITIONS,
  withdraw,
} from "./rules.ts";
import { type Invoice, INVOICE_STATUSES, invoiceDraft, LARGEST_TOTAL } from "./schema.ts";

const DENVER = "America/Denver";
const now = "2026-05-31T12:00:00.000Z";
const row: Invoice = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: now,
  updatedAt: now,
  number: null,
  customerName: "Front Range Airlines",
  customerEmail: "accounts@example.com",
  currency: "USD",
  lines: [{ description: "Full-flight session", quantity: 2, unitAmount: 45_000 }],
  totalAmount: 90_000,
  issuedAt: null,
  dueOn: "2026-06-30",
  status: "DRAFT",
  paidAt: null,
  voidedAt: null,
  voidReason: null,
};
const sent: Invoice = { ...row, status: "SENT", number: "INV-000001", issuedAt: now };

describe("a total", () => {
  const line = fc.record({
    description: fc.constant("Session"),
    quantity: fc.integer({ min: 1, max: 100_000 }),
    unitAmount: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  });

  test("is the sum of its lines to the minor unit, however large", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 50 }), (lines) => {
        const exact = lines.reduce((sum, { quantity, unitAmount }) => sum + BigInt(quantity) * BigInt(unitAmount), 0n);
        expect(BigInt(totalOf(lines))).toBe(exact);
      }),
    );
    expect(Number.isSafeInteger(LARGEST_TOTAL)).toBe(true);
  });

  test("is not below zero", () => {
    const lines = [{ description: "Discount", quantity: 1, unitAmount: -1 }];
    expect(revise(row, { ...row, lines })).toMatchObject({ code: "invalid_request" });
  });

  test("follows the lines when they change", () => {
    const lines = [...row.lines, { description: "Discount", quantity: 1, unitAmount: -5_000 }];
    expect(revise(row, { ...row, lines })).toMatchObject({ totalAmount: 85_000 });
  });
});

test.each([
  ["USD", true],
  ["JPY", true],
  ["usd", false],
  ["XYZ", false],
])("%s is a currency: %s", (currency, valid) => {
  const { customerName, customerEmail, lines, dueOn } = row;
  expect(invoiceDraft.safeParse({ customerName, customerEmail, lines, dueOn, currency }).success).toBe(valid);
});

test("numbers have six digits, or as many as it takes", () => {
  expect([1, 123, 999_999, 1_000_000].map(numberAt)).toEqual(["INV-000001", "INV-000123", "INV-999999", "INV-1000000"]);
  expect([1, 1_000_000].map(numberAt).every(isOfSeries)).toBe(true);
  expect(isOfSeries("2025-0431")).toBe(false);
});

describe("an invoice is overdue from the day after its due date on, in the center's zone", () => {
  test.each([
    ["2026-06-30", "2026-07-01T05:59:59.999Z", DENVER, "SENT"],
    ["2026-06-30", "2026-07-01T06:00:00.000Z", DENVER, "OVERDUE"],
    ["2026-06-30", "2026-07-01T00:00:00.000Z", "UTC", "OVERDUE"],
    ["2026-03-07", "2026-03-08T07:00:00.000Z", DENVER, "OVERDUE"],
    ["2026-03-08", "2026-03-09T05:59:59.999Z", DENVER, "SENT"],
    ["2026-11-01", "2026-11-02T06:59:59.999Z", DENVER, "SENT"],
    ["2026-11-01", "2026-11-02T07:00:00.000Z", DENVER, "OVERDUE"],
    ["2024-02-28", "2024-02-29T07:00:00.000Z", DENVER, "OVERDUE"],
  ])("due on %s, at %s in %s: %s", (dueOn, at, zone, status) => {
    expect(statusAt(dueOn, at, zone)).toBe(status);
  });
});

const steps = {
  send: (from: Invoice): Invoice | ReturnType<typeof send> => {
    const next = send(from, now, DENVER);
    return isFailure(next) || next === from ? next : { ...next, number: "INV-000001" };
  },
  pay: (from: Invoice) => pay(from, undefined, now),
  withdraw: (from: Invoice) => withdraw(from, "Wrong customer", now),
} as const;
const step = fc.constantFrom(...Object.values(steps));

describe("an invoice", () => {
  test("only takes the transitions that there are, whatever is tried in whatever order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.boolean(), (taken, late) => {
        let at = row;
        for (const take of taken) {
          if (late && at.status === "SENT") at = fallOverdue(at);
          const next = take(at);
          if (isFailure(next)) {
            expect(next.facts.allowed).toEqual(TRANSITIONS[at.status]);
            continue;
          }
          if (next !== at) expect(TRANSITIONS[at.status]).toContain(next.status);
          expect((next.issuedAt === null) === (next.number === null)).toBe(true);
          if (at.number !== null) expect(next.number).toBe(at.number);
          expect(take(next)).toBe(next);
          at = next;
        }
      }),
    );
  });

  test.each(INVOICE_STATUSES)("that is %s changes in DRAFT only, and repeats are no change", (status) => {
    const at: Invoice = { ...row, status };
    expect(isFailure(revise(at, { ...at, customerName: "Other" }))).toBe(status !== "DRAFT");
    expect(revise(at, { ...at })).toBe(at);
  });

  test("is not sent when it is overdue already, in the center's zone", () => {
    const today = localDate(now, DENVER);
    expect(send({ ...row, dueOn: plusDays(today, -1) }, now, DENVER)).toMatchObject({ code: "unprocessable" });
    expect(send({ ...row, dueOn: today }, now, DENVER)).toMatchObject({ status: "SENT", issuedAt: now });
  });

  test("is paid between its issue and now", () => {
    expect(pay(sent, "2026-05-31T11:59:59.999Z", now)).toMatchObject({ code: "invalid_request" });
    expect(pay(sent, "2026-05-31T12:00:00.001Z", now)).toMatchObject({ code: "invalid_request" });
    expect(pay(sent, now, "2026-06-05T00:00:00.000Z")).toMatchObject({ status: "PAID", paidAt: now });
  });

  test("once paid or void is final, and a repeat that says something else is refused", () => {
    const paid: Invoice = { ...sent, status: "PAID", paidAt: now };
    expect(withdraw(paid, "Refunded", now)).toMatchObject({ code: "invalid_transition" });
    expect(pay(paid, "2026-05-31T12:30:00.000Z", "2026-06-01T00:00:00.000Z")).toMatchObject({
      code: "invalid_transition",
    });
    const voided: Invoice = { ...sent, status: "VOID", voidedAt: now, voidReason: "Wrong customer" };
    expect(withdraw(voided, "Other", now)).toMatchObject({ code: "invalid_transition" });
    expect(pay(voided, undefined, now)).toMatchObject({ code: "invalid_transition" });
  });
});

describe("an imported invoice", () => {
  const issuedAt = "2026-05-01T12:00:00.000Z";
  const paidAt = "2026-05-20T12:00:00.000Z";
  const voided = { status: "VOID", voidedAt: paidAt, voidReason: "Duplicate" } as const;
  test.each<[string, Partial<Course>, string[]]>([
    ["is a draft", {}, []],
    ["is a numbered draft", { number: "2025-0431" }, ["number"]],
    ["is an issued draft", { issuedAt }, ["issuedAt"]],
    ["was sent", { status: "SENT", issuedAt }, []],
    ["was sent with its number", { status: "SENT", issuedAt, number: "2025-0431" }, []],
    ["has a number of our series", { status: "SENT", issuedAt, number: "INV-000009" }, ["number"]],
    ["was sent never", { status: "SENT" }, ["issuedAt"]],
    ["will be sent", { status: "SENT", issuedAt: "2026-06-01T12:00:00.000Z" }, ["issuedAt"]],
    ["was due before its issue", { status: "OVERDUE", issuedAt, dueOn: "2026-04-30" }, ["dueOn"]],
    ["is overdue", { status: "OVERDUE", issuedAt, dueOn: "2026-05-30" }, []],
    ["is overdue too early", { status: "OVERDUE", issuedAt, dueOn: "2026-05-31" }, ["status"]],
    ["is sent, but overdue", { status: "SENT", issuedAt, dueOn: "2026-05-30" }, ["status"]],
    ["was paid", { status: "PAID", issuedAt, paidAt }, []],
    ["was paid before its issue", { status: "PAID", issuedAt: paidAt, paidAt: issuedAt }, ["paidAt"]],
    ["was paid at no time", { status: "PAID", issuedAt }, ["paidAt"]],
    ["is void", { ...voided, issuedAt }, []],
    ["is a void draft", voided, []],
    ["is void without a word", { ...voided, voidReason: null }, ["voidReason"]],
    ["is void and paid", { ...voided, issuedAt, paidAt }, ["paidAt"]],
    ["is worth less than nothing", { totalAmount: -1 }, ["lines"]],
  ])("that %s", (_, change, paths) => {
    expect(courseFaults({ ...row, ...change }, now, DENVER).map(({ path }) => path)).toEqual(paths);
  });
});
