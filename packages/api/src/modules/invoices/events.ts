import { defineEvent } from "../../lib/events.ts";
import { invoice } from "./schema.ts";

export const invoiceSent = defineEvent("invoice.sent", "An invoice was numbered and sent.", invoice);
export const invoicePaid = defineEvent("invoice.paid", "An invoice was paid.", invoice);
export const invoiceOverdue = defineEvent("invoice.overdue", "The due date of an invoice passed unpaid.", invoice);
export const invoiceVoided = defineEvent("invoice.voided", "An invoice was voided, with its reason.", invoice);

export const invoiceEvents = [invoiceSent, invoicePaid, invoiceOverdue, invoiceVoided] as const;
