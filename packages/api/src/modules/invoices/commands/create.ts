import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { takeNumbers } from "../../../lib/counter.ts";
import { fail, type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { findNumbered, insertInvoices } from "../queries.ts";
import { courseFaults, numberAt, totalOf } from "../rules.ts";
import type { Invoice, InvoiceDraft } from "../schema.ts";

/**
 * A draft; an import may bring the state that the invoice is in by now, with its times. A number that the customer
 * knows comes along; what was sent elsewhere without one gets the next of the series.
 */
export interface NewInvoice
  extends
    InvoiceDraft,
    Partial<Pick<Invoice, "status" | "number" | "issuedAt" | "paidAt" | "voidedAt" | "voidReason">> {}

type Drawn = Promise<Invoice | Failure>;

/** Draws up one invoice. */
export const createInvoice = (db: Db | CenterTx, centerId: CenterId, draft: InvoiceDraft): Drawn =>
  transaction(db, centerId, async (tx) => {
    const [drawn] = await createInvoices(tx, [draft]);
    if (!drawn) throw new Error("A batch of one has one outcome.");
    return drawn;
  });

/**
 * Draws up a batch: each outcome stands at its draft's place, and the good ones are written. A draft is nobody's
 * business yet: no event fires.
 */
export const createInvoices = async (tx: CenterTx, drafts: readonly NewInvoice[]): Promise<(Invoice | Failure)[]> => {
  const judged = await unique(
    tx,
    drafts.map((draft) => judge(tx, draft)),
  );
  const drawn = await numbered(tx, judged.filter(isSuccess));
  if (drawn.length > 0) await insertInvoices(tx, drawn);
  const rows = drawn.values();
  return judged.map((outcome) => (isFailure(outcome) ? outcome : (rows.next().value ?? outcome)));
};

const judge = (tx: CenterTx, draft: NewInvoice): Invoice | Failure => {
  const { customerName, customerEmail, currency, lines, dueOn } = draft;
  const row: Invoice = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    number: draft.number ?? null,
    customerName,
    customerEmail,
    currency,
    lines,
    totalAmount: totalOf(lines),
    issuedAt: draft.issuedAt ?? null,
    dueOn,
    status: draft.status ?? "DRAFT",
    paidAt: draft.paidAt ?? null,
    voidedAt: draft.voidedAt ?? null,
    voidReason: draft.voidReason ?? null,
  };
  const faults = courseFaults(row, tx.now, tx.zone);
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** Refuses numbers that another invoice, or an earlier one of the batch, has. */
const unique = async (tx: CenterTx, outcomes: readonly (Invoice | Failure)[]): Promise<(Invoice | Failure)[]> => {
  const brought = outcomes.filter(isSuccess).flatMap(({ number }) => number ?? []);
  const holders = new Map((await findNumbered(tx, brought)).map(({ id, number }) => [number, id]));
  return outcomes.map((outcome) => {
    if (isFailure(outcome) || outcome.number === null) return outcome;
    const holder = holders.get(outcome.number);
    if (holder !== undefined) return taken(outcome.number, holder);
    holders.set(outcome.number, outcome.id);
    return outcome;
  });
};

const taken = (number: string, holder: string): Failure =>
  fail("conflict", `The number ${number} belongs to invoice ${holder}: a number is given once.`, {
    conflictingId: holder,
  });

/** Numbers are taken last: from here on every sender in this center waits for us. */
const numbered = async (tx: CenterTx, rows: readonly Invoice[]): Promise<Invoice[]> => {
  const bare = rows.filter(({ number, issuedAt }) => number === null && issuedAt !== null);
  if (bare.length === 0) return [...rows];
  let place = await takeNumbers(tx, "invoices", bare.length);
  const wanting = new Set(bare);
  return rows.map((row) => (wanting.has(row) ? { ...row, number: numberAt(place++) } : row));
};
