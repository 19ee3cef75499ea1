import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../../lib/changes.ts";
import { takeNumbers } from "../../../lib/counter.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import type { Instant } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { invoicePaid, invoiceSent, invoiceVoided } from "../events.ts";
import { findInvoiceForUpdate, updateInvoices } from "../queries.ts";
import { numberAt, pay, revise, send, withdraw } from "../rules.ts";
import type { invoice, Invoice, InvoiceChange } from "../schema.ts";

type Changed = Promise<Invoice | Failure>;

/** Changes a draft. Nobody outside has seen it: no event fires. */
export const changeInvoice = (db: Db | CenterTx, centerId: CenterId, target: Target, change: InvoiceChange): Changed =>
  changing(db, centerId, target, null, (row) => revise(row, withChange(row, change)));

/** Numbers and sends a draft. */
export const sendInvoice = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, invoiceSent, (row, { now, zone }) => send(row, now, zone));

/** Records a payment, made now unless said. */
export const payInvoice = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  paidAt: Instant | undefined,
): Changed => changing(db, centerId, target, invoicePaid, (row, { now }) => pay(row, paidAt, now));

export const voidInvoice = (db: Db | CenterTx, centerId: CenterId, target: Target, reason: string): Changed =>
  changing(db, centerId, target, invoiceVoided, (row, { now }) => withdraw(row, reason, now));

type Rule = (row: Invoice, tx: CenterTx) => Invoice | Failure;

/**
 * Load, decide, write, emit. What changes nothing (a repeated call) writes nothing and fires nothing. The number is
 * taken with the invoice locked and everything decided, so that senders wait for each other as briefly as can be.
 */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof invoice> | null,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await findInvoiceForUpdate(tx, target.id);
    if (!row) return notFound("invoice");
    const refused = staleVersion("invoice", row, target.expectedVersion);
    if (refused) return refused;
    const next = rule(row, tx);
    if (isFailure(next)) return next;
    if (!earlierValues(row, next)) return row;
    const saved = { ...(await numbered(tx, next)), version: row.version + 1, updatedAt: tx.at };
    await updateInvoices(tx, [saved]);
    if (event) await emit(tx, event, saved, earlierValues(row, saved));
    return saved;
  });

/** What is issued has a number. */
const numbered = async (tx: CenterTx, row: Invoice): Promise<Invoice> =>
  row.issuedAt !== null && row.number === null
    ? { ...row, number: numberAt(await takeNumbers(tx, "invoices", 1)) }
    : row;
