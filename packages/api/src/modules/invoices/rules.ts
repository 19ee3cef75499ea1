import { earlierValues } from "../../lib/changes.ts";
import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import { type Instant, localDate, type PlainDate, type Zone } from "../../lib/time.ts";
import type { Invoice, InvoiceStatus } from "./schema.ts";

/** Which states follow which; what is not listed is refused. SENT becomes OVERDUE by time alone. */
export const TRANSITIONS: Readonly<Record<InvoiceStatus, readonly InvoiceStatus[]>> = {
  DRAFT: ["SENT", "VOID"],
  SENT: ["PAID", "OVERDUE", "VOID"],
  OVERDUE: ["PAID", "VOID"],
  PAID: [],
  VOID: [],
};

/** The sum of the lines in minor units. Exact: the schema bounds what is summed below 2⁵³. */
export const totalOf = (lines: Invoice["lines"]): number =>
  lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0);

/** The number at a place of the series. */
export const numberAt = (place: number): string => `INV-${String(place).padStart(6, "0")}`;

/** Whether a number looks like one of the series, which are given here alone. */
export const isOfSeries = (number: string): boolean => /^INV-\d+$/i.test(number);

/** What is wrong with the lines taken together. */
export const totalFaults = ({ totalAmount }: Pick<Invoice, "totalAmount">): InputFault[] =>
  totalAmount < 0 ? [{ path: "lines", message: `must not add up to less than 0; they add up to ${totalAmount}` }] : [];

/** What an invoice says of its course: what an import may bring along, and what must then fit together. */
export type Course = Pick<
  Invoice,
  "status" | "number" | "issuedAt" | "dueOn" | "paidAt" | "voidedAt" | "voidReason" | "totalAmount"
>;

/** What is wrong with when things happened, and with what is missing for the state. */
export const courseFaults = (course: Course, now: Instant, zone: Zone): InputFault[] => {
  const faults = totalFaults(course);
  const { status, number, issuedAt, dueOn, paidAt, voidedAt } = course;
  if (status === "DRAFT" && issuedAt !== null)
    faults.push({ path: "issuedAt", message: "must be empty for DRAFT: an invoice is issued by sending it" });
  if (status !== "DRAFT" && status !== "VOID" && issuedAt === null)
    faults.push({ path: "issuedAt", message: `is required for ${status}` });
  if (issuedAt !== null && issuedAt > now)
    faults.push({ path: "issuedAt", message: `must not be in the future; the center's clock shows ${now}` });
  if (issuedAt !== null && dueOn < localDate(issuedAt, zone))
    faults.push({ path: "dueOn", message: "must not be before the day of issue" });
  if (number !== null && issuedAt === null)
    faults.push({ path: "number", message: "goes only with issuedAt: it is given when the invoice is sent" });
  if (number !== null && isOfSeries(number))
    faults.push({ path: "number", message: "must not be one of the series INV-…, which is given here without gaps" });
  if ((status === "SENT" || status === "OVERDUE") && status !== statusAt(dueOn, now, zone))
    faults.push({ path: "status", message: `must be ${statusAt(dueOn, now, zone)}: it is due on ${dueOn}` });
  if ((status === "PAID") !== (paidAt !== null))
    faults.push({ path: "paidAt", message: "is required for PAID, and goes only with it" });
  if ((status === "VOID") !== (voidedAt !== null))
    faults.push({ path: "voidedAt", message: "is required for VOID, and goes only with it" });
  if ((status === "VOID") !== (course.voidReason !== null))
    faults.push({ path: "voidReason", message: "is required for VOID, and goes only with it" });
  for (const [path, at] of [["paidAt", paidAt] as const, ["voidedAt", voidedAt] as const])
    if (at !== null && ((issuedAt !== null && at < issuedAt) || at > now))
      faults.push({ path, message: "must lie between issuedAt and now" });
  return faults;
};

/** Where time has put an invoice that was sent and neither paid nor voided. */
export const statusAt = (dueOn: PlainDate, now: Instant, zone: Zone): "SENT" | "OVERDUE" =>
  dueOn < localDate(now, zone) ? "OVERDUE" : "SENT";

type Next = Invoice | Failure;

/** Customer, lines and due date as wanted; what was sent is a record and keeps them. */
export const revise = (row: Invoice, wanted: Invoice): Next => {
  const next = { ...wanted, totalAmount: totalOf(wanted.lines) };
  const previous = earlierValues(row, next);
  if (!previous) return row;
  if (row.status !== "DRAFT")
    return fail(
      "invalid_transition",
      `An invoice changes in DRAFT only; this one is ${row.status} and keeps its ${Object.keys(previous).join(", ")}. Void it and send another.`,
      { allowed: TRANSITIONS[row.status] },
    );
  const faults = totalFaults(next);
  return faults.length > 0 ? invalidFields(faults) : next;
};

/**
 * The invoice goes out; its number is the caller's to add. Like every step here: repeated, it gives the very same row
 * back.
 */
export const send = (row: Invoice, now: Instant, zone: Zone): Next => {
  if (row.status === "SENT") return row;
  if (!allows(row, "SENT")) return refused(row, "SENT");
  const today = localDate(now, zone);
  if (row.dueOn < today) {
    const message = `was ${row.dueOn}, before today, ${today}: an invoice is not overdue when it is sent`;
    return fail("unprocessable", `Change dueOn first: it ${message}.`, { errors: [{ path: "dueOn", message }] });
  }
  return { ...row, status: "SENT", issuedAt: now };
};

/** The money has come, now or at `paidAt`. */
export const pay = (row: Invoice, paidAt: Instant | undefined, now: Instant): Next => {
  if (row.status === "PAID" && (paidAt === undefined || paidAt === row.paidAt)) return row;
  if (!allows(row, "PAID")) return refused(row, "PAID");
  const at = paidAt ?? now;
  return at > now || (row.issuedAt !== null && at < row.issuedAt)
    ? invalidFields([{ path: "paidAt", message: `must lie between issuedAt and now, ${now}` }])
    : { ...row, status: "PAID", paidAt: at };
};

/** The day after `dueOn` has begun. */
export const fallOverdue = (row: Invoice): Invoice => ({ ...row, status: "OVERDUE" });

/** The invoice is withdrawn; its number stays taken. */
export const withdraw = (row: Invoice, reason: string, now: Instant): Next => {
  if (row.status === "VOID" && row.voidReason === reason) return row;
  return allows(row, "VOID") ? { ...row, status: "VOID", voidedAt: now, voidReason: reason } : refused(row, "VOID");
};

const allows = (row: Invoice, to: InvoiceStatus): boolean => TRANSITIONS[row.status].includes(to);

const refused = (row: Invoice, to: InvoiceStatus): Failure =>
  invalidTransition("invoice", row.status, to, TRANSITIONS[row.status]);
