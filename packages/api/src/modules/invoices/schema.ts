import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import {
  count,
  email,
  instant,
  instantInput,
  nounBase,
  plainDate,
  planDate,
  storedText,
  text,
} from "../../lib/schemas.ts";

export const INVOICE_STATUSES = ["DRAFT", "SENT", "PAID", "VOID", "OVERDUE"] as const;

export const invoiceStatus = z
  .enum(INVOICE_STATUSES)
  .meta({ description: "OVERDUE from the day after `dueOn` on, in the center's zone, until it is paid or voided." });
export type InvoiceStatus = z.infer<typeof invoiceStatus>;

/** Bounds under which the largest total, 50 × 100,000 × 10⁹ = 5 × 10¹⁵, is an exact integer in every JSON reader. */
const MOST_LINES = 50;
const MOST_OF_A_LINE = 100_000;
/** All lines, before and after a change, go into an event's 64 KiB. */
const LONGEST_DESCRIPTION = 160;
const LARGEST_UNIT_AMOUNT = 1_000_000_000;
export const LARGEST_TOTAL = MOST_LINES * MOST_OF_A_LINE * LARGEST_UNIT_AMOUNT;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

const line = {
  quantity: count(1).max(MOST_OF_A_LINE).meta({ example: 2 }),
  unitAmount: z
    .int32()
    .min(-LARGEST_UNIT_AMOUNT)
    .max(LARGEST_UNIT_AMOUNT)
    .meta({ description: "In minor units of the currency; negative for a discount.", example: 45000 }),
};

const invoiceNumber = storedText(20).nullable().meta({
  description: "Given when the invoice is sent, in order, without gaps, and never again; null for a draft.",
  example: "INV-000123",
});

/** An invoice as the API serves it, as events carry it, and as the database keeps it. */
export const invoice = z
  .object({
    ...nounBase,
    number: invoiceNumber,
    customerName: storedText(200).meta({ example: "Front Range Airlines" }),
    customerEmail: storedText(254).meta({ example: "accounts@example.com" }),
    currency: storedText(3).meta({ description: "ISO 4217 code.", example: "USD" }),
    lines: z
      .array(
        z
          .object({
            description: storedText(LONGEST_DESCRIPTION).meta({ example: "B737-800 full-flight session, 4 h" }),
            ...line,
          })
          .meta({ id: "InvoiceLine" }),
      )
      .max(MOST_LINES),
    totalAmount: z.int().min(0).max(LARGEST_TOTAL).meta({
      description: "In minor units of the currency: the sum of quantity × unitAmount over the lines.",
      example: 90000,
    }),
    issuedAt: instant.nullable().meta({ description: "When it was sent." }),
    dueOn: plainDate.meta({ description: "The last day on which it can be paid in time.", example: "2026-06-30" }),
    status: invoiceStatus,
    paidAt: instant.nullable().meta({ example: null }),
    voidedAt: instant.nullable().meta({ example: null }),
    voidReason: storedText(500).nullable().meta({ example: null }),
  })
  .meta({ id: "Invoice", description: "A bill to a customer." });
export type Invoice = z.infer<typeof invoice>;

export const invoicePage = pageOf(invoice, "InvoicePage");

export const invoiceFilters = listInput({
  status: listOf(invoiceStatus, INVOICE_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["SENT", "OVERDUE"] }),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Invoices issued at or after this instant." }),
  to: instantInput.optional().meta({ description: "Invoices issued before this instant." }),
});

const changeable = {
  customerName: text(200).meta({ example: "Front Range Airlines" }),
  customerEmail: email,
  currency: z
    .string()
    .length(3)
    .refine((code) => CURRENCIES.has(code), "must be an ISO 4217 code in upper case, e.g. USD")
    .meta({ description: "ISO 4217 code.", example: "USD" }),
  lines: z
    .array(z.strictObject({ description: text(LONGEST_DESCRIPTION), ...line }))
    .min(1)
    .max(MOST_LINES),
  dueOn: planDate,
};

/** What a new invoice is made from; its total follows from its lines. */
export const invoiceDraft = z.strictObject(changeable);
export type InvoiceDraft = z.output<typeof invoiceDraft>;

/** The fields given are replaced. */
export const invoiceChange = z.strictObject(changeable).partial();
export type InvoiceChange = z.output<typeof invoiceChange>;

/** Why an invoice is void. */
export const voidReason = text(500);
