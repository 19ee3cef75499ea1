import { earlierValues } from "../../lib/changes.ts";
import type { TimedJob } from "../../lib/jobs.ts";
import { localDate } from "../../lib/time.ts";
import { emitAll } from "../../platform/webhooks/emit.ts";
import { invoiceOverdue } from "./events.ts";
import { findOverdueForUpdate, NEXT_OVERDUE, updateInvoices } from "./queries.ts";
import { fallOverdue } from "./rules.ts";

/** Marks as overdue what was sent and not paid by the end of its due date in the center's zone. */
const fallOverdueJob: TimedJob = {
  name: "invoices.overdue",
  due: NEXT_OVERDUE,
  work: async (tx, upTo, limit) => {
    const due = await findOverdueForUpdate(tx, localDate(upTo, tx.zone), limit);
    if (due.length === 0) return 0;
    const changes = due.map((row) => {
      const object = { ...fallOverdue(row), version: row.version + 1, updatedAt: tx.at };
      return { object, previous: earlierValues(row, object) };
    });
    await updateInvoices(
      tx,
      changes.map(({ object }) => object),
    );
    await emitAll(tx, invoiceOverdue, changes);
    return due.length;
  },
};

export const invoiceJobs: readonly TimedJob[] = [fallOverdueJob];
