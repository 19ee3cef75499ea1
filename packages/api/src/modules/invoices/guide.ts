import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const invoicesGuide: Guide = {
  router: "invoices",
  name: "Invoices",
  is: "An invoice is a bill to a customer. It changes while it is a `DRAFT`; sending gives it its number, and from then on it is a record. Amounts are integers in minor units (cents) beside an ISO 4217 currency.",
  isNot:
    "It moves no money: `PAID` says that somebody recorded the payment. A sent invoice is never deleted or changed; it is voided, its number stays taken, and another one is sent.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["DRAFT"], by: ["create"] },
      { from: ["DRAFT"], to: ["SENT"], by: ["send"], event: events.invoiceSent },
      {
        from: ["SENT"],
        to: ["OVERDUE"],
        by: "time",
        event: events.invoiceOverdue,
        when: "The day after `dueOn` begins in the center's zone",
      },
      { from: ["SENT", "OVERDUE"], to: ["PAID"], by: ["pay"], event: events.invoicePaid },
      {
        from: ["DRAFT", "SENT", "OVERDUE"],
        to: ["VOID"],
        by: ["void"],
        event: events.invoiceVoided,
        when: "With a reason",
      },
      { from: ["DRAFT"], to: [], by: ["change"], when: "Customer, lines or due date" },
    ],
  },
  imported: "invoices",
};
