import { z } from "zod";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { instantInput, uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { changeInvoice, payInvoice, sendInvoice, voidInvoice } from "./commands/change.ts";
import { createInvoice } from "./commands/create.ts";
import { findInvoice, invoiceDocuments } from "./queries.ts";
import { invoice, invoiceChange, invoiceDraft, invoiceFilters, invoicePage, voidReason } from "./schema.ts";

const BILLERS: readonly Role[] = ["ADMIN"];

const one = z.strictObject({ id: uuid });

export const invoicesRouter = router({
  list: endpoint("GET /invoices", "invoices:read", EVERYONE, "List invoices")
    .input(invoiceFilters)
    .returns(invoicePage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("invoices", invoiceDocuments, ctx.db, ctx.centerId, {
        ...input,
        issuedAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one invoice")
    .input(one)
    .returns(invoice)
    .query(async ({ ctx, input }) => (await findInvoice(ctx.db, ctx.centerId, input.id)) ?? notFound("invoice")),

  create: consoleProcedure(BILLERS, "Draw up an invoice")
    .input(invoiceDraft)
    .returns(invoice)
    .mutation(({ ctx, input }) => createInvoice(ctx.db, ctx.centerId, input)),

  change: consoleProcedure(BILLERS, "Change customer, lines or due date of a draft")
    .input(invoiceChange.extend(one.shape))
    .returns(invoice)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeInvoice(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  send: consoleProcedure(BILLERS, "Number and send an invoice")
    .input(one)
    .returns(invoice)
    .mutation(({ ctx, input }) =>
      sendInvoice(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  pay: consoleProcedure(BILLERS, "Record the payment of an invoice")
    .input(one.extend({ paidAt: instantInput.optional() }))
    .returns(invoice)
    .mutation(({ ctx, input: { id, paidAt } }) =>
      payInvoice(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, paidAt),
    ),

  void: consoleProcedure(BILLERS, "Void an invoice")
    .input(one.extend({ reason: voidReason }))
    .returns(invoice)
    .mutation(({ ctx, input: { id, reason } }) =>
      voidInvoice(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, reason),
    ),
});
