import { z } from "zod";
import { planDate, text } from "../../../lib/schemas.ts";
import type { Instant } from "../../../lib/time.ts";
import { createInvoices, type NewInvoice } from "../../../modules/invoices/commands/create.ts";
import { statusAt, totalOf } from "../../../modules/invoices/rules.ts";
import { invoiceDraft } from "../../../modules/invoices/schema.ts";
import { rowsOf } from "../brought.ts";
import { countCell, dateCell, emailCell, upperCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import type { RowReader } from "../reader.ts";
import { tally } from "../tally.ts";

const amountCell = z
  .string()
  .regex(/^-?\d{1,9}(?:\.\d{1,3})?$/, "must be an amount with a point before the fraction, such as 1250.00")
  .transform(Number);

const columns = z.object({
  number: text(20).optional(),
  customerName: text(200),
  customerEmail: emailCell,
  currency: upperCell.pipe(invoiceDraft.shape.currency),
  description: invoiceDraft.shape.lines.element.shape.description,
  quantity: countCell.pipe(z.number().min(1).max(100_000)).optional(),
  unitAmount: amountCell,
  issuedAt: z.string().optional(),
  dueOn: dateCell.pipe(planDate),
  paidAt: z.string().optional(),
  voidedAt: z.string().optional(),
  voidReason: text(500).optional(),
});

export const invoices = nounImport({
  name: "invoices",
  columns,
  columnOf: { lines: "unitAmount", status: "dueOn" },
  draft: (cells, reader, tx): NewInvoice => {
    const { currency, description, quantity = 1, unitAmount, dueOn } = cells;
    const { issuedAt, paidAt, voidedAt, ...draft } = cells;
    const time = (column: "issuedAt" | "paidAt" | "voidedAt"): Instant | null =>
      cells[column] === undefined ? null : reader.instant(column, cells[column], tx.zone);
    // What happened tells the state; time tells whether an unpaid one is overdue.
    const sent = issuedAt === undefined ? "DRAFT" : statusAt(dueOn, tx.now, tx.zone);
    const { customerName, customerEmail, number = null, voidReason = null } = draft;
    return {
      customerName,
      customerEmail,
      currency,
      dueOn,
      number,
      voidReason,
      lines: [{ description, quantity, unitAmount: minorUnits(unitAmount, currency, reader) }],
      status: voidedAt === undefined ? (paidAt === undefined ? sent : "PAID") : "VOID",
      issuedAt: time("issuedAt"),
      paidAt: time("paidAt"),
      voidedAt: time("voidedAt"),
    };
  },
  key: (draft) =>
    keyOf({
      ...draft,
      number: draft.number ?? null,
      issuedAt: draft.issuedAt ?? null,
      totalAmount: totalOf(draft.lines),
    }),
  existing: async (tx, drafts) => {
    const rows = await rowsOf(tx, "invoices");
    // What came without a number has got one of the series here.
    const brought = new Set(drafts.flatMap(({ number }) => number ?? []));
    return tally(rows.map((row) => keyOf(brought.has(row.number ?? "") ? row : { ...row, number: null })));
  },
  create: createInvoices,
});

const LARGEST = 1_000_000_000;

/** Amounts are whole minor units: cents, but yen, and thousandths of a dinar (ISO 4217). */
const minorUnits = (amount: number, currency: string, reader: RowReader): number => {
  const format = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  const digits = format.maximumFractionDigits ?? 2;
  const exact = amount * 10 ** digits;
  const units = Math.round(exact);
  if (Math.abs(exact - units) > 1e-3) reader.fault("unitAmount", `must have at most ${digits} decimals in ${currency}`);
  if (Math.abs(units) > LARGEST) reader.fault("unitAmount", "is too large for one unit");
  return units;
};

interface Identity {
  number: string | null;
  customerName: string;
  issuedAt: Instant | null;
  dueOn: string;
  totalAmount: number;
}

const keyOf = ({ number, customerName, issuedAt, dueOn, totalAmount }: Identity): string =>
  number === null ? JSON.stringify([customerName, issuedAt, dueOn, totalAmount]) : `number ${number}`;
