import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import { plusDays, type PlainDate } from "../../lib/time.ts";
import { nextDueOn } from "./recurrence.ts";
import type { ComplianceItem, ComplianceStatus, WaiverDraft } from "./schema.ts";

/**
 * Which states follow which; what is not listed is refused. Into DUE_SOON and OVERDUE time alone leads; into COMPLIANT
 * completion, a later due date, or a waiver's end.
 */
export const TRANSITIONS: Readonly<Record<ComplianceStatus, readonly ComplianceStatus[]>> = {
  COMPLIANT: ["DUE_SOON", "OVERDUE", "COMPLIANT", "WAIVED"],
  DUE_SOON: ["OVERDUE", "IN_PROGRESS", "COMPLIANT", "WAIVED"],
  OVERDUE: ["IN_PROGRESS", "COMPLIANT", "WAIVED"],
  IN_PROGRESS: ["COMPLIANT", "WAIVED"],
  WAIVED: ["COMPLIANT", "DUE_SOON", "OVERDUE", "WAIVED"],
};

/** The days that decide where time puts an item. */
export type Dates = Pick<ComplianceItem, "dueOn" | "leadDays">;

/** The first day on which an item is due soon. */
export const soonOn = ({ dueOn, leadDays }: Dates): PlainDate | null =>
  dueOn === null ? null : plusDays(dueOn, -leadDays);

/** Where time puts an item on a day of the center's zone. */
export const statusOn = (dates: Dates, today: PlainDate): "COMPLIANT" | "DUE_SOON" | "OVERDUE" => {
  const soon = soonOn(dates);
  if (dates.dueOn === null || soon === null || today < soon) return "COMPLIANT";
  return today <= dates.dueOn ? "DUE_SOON" : "OVERDUE";
};

/** What is wrong with an imported item: its state must be the one that its dates, completion and waiver make. */
export const courseFaults = (row: ComplianceItem, today: PlainDate): InputFault[] => {
  const faults: InputFault[] = [];
  const { status, dueOn, completedOn, waiver } = row;
  const byTime = statusOn(row, today);
  if (completedOn !== null && completedOn > today)
    faults.push({ path: "completedOn", message: `must not be in the future; today is ${today} in the center's zone` });
  if ((status === "WAIVED") !== (waiver !== null))
    faults.push({ path: "waiver", message: "is required for WAIVED, and goes only with it" });
  if (waiver !== null && waiver.until < today)
    faults.push({ path: "waiver.until", message: `must not be before today, ${today}: the waiver is over` });
  if (status === "IN_PROGRESS" && dueOn === null)
    faults.push({ path: "dueOn", message: "is required for IN_PROGRESS" });
  if (status !== "IN_PROGRESS" && status !== "WAIVED" && status !== byTime)
    faults.push({ path: "status", message: `must be ${byTime} with these dates` });
  return faults;
};

type Next = ComplianceItem | Failure;

/** The lead time has begun. */
export const fallDueSoon = (row: ComplianceItem): ComplianceItem => ({ ...row, status: "DUE_SOON" });

/** The due date has passed; who works on an item goes on. */
export const fallOverdue = (row: ComplianceItem): ComplianceItem =>
  row.status === "IN_PROGRESS" ? row : { ...row, status: "OVERDUE" };

/** The day after the waiver's last has begun: the item is where time puts it on that day. */
export const endWaiver = (row: ComplianceItem): ComplianceItem =>
  row.waiver === null ? row : { ...row, status: statusOn(row, plusDays(row.waiver.until, 1)), waiver: null };

/**
 * Text, dates and recurrence as wanted. A later due date takes DUE_SOON back; an earlier one is left to time. Once an
 * item is overdue or being worked on, its due date is a record.
 */
export const revise = (row: ComplianceItem, wanted: ComplianceItem, today: PlainDate): Next => {
  if (row.dueOn !== wanted.dueOn && (row.status === "OVERDUE" || row.status === "IN_PROGRESS"))
    return fail(
      "invalid_transition",
      `An item that is ${row.status} keeps its dueOn, ${row.dueOn}: complete it, or waive it with a reason.`,
      { allowed: TRANSITIONS[row.status] },
    );
  return row.status === "DUE_SOON" && statusOn(wanted, today) === "COMPLIANT"
    ? { ...wanted, status: "COMPLIANT" }
    : wanted;
};

/** Someone begins to work on it. Like every step here: repeated, it gives the very same row back. */
export const start = (row: ComplianceItem): Next => {
  if (row.status === "IN_PROGRESS") return row;
  return TRANSITIONS[row.status].includes("IN_PROGRESS")
    ? { ...row, status: "IN_PROGRESS" }
    : refused(row, "IN_PROGRESS");
};

/** It was done on `completedOn`, today or before: compliant until it is due next, if it recurs. */
export const complete = (row: ComplianceItem, completedOn: PlainDate, today: PlainDate): Next => {
  if (isRepeated(row, completedOn)) return row;
  if (row.status === "WAIVED")
    return fail(
      "invalid_transition",
      `A waived item is not completed; this one is waived until ${row.waiver?.until ?? "further notice"}.`,
      { allowed: ["WAIVED"] },
    );
  const message = faultOf(row, completedOn, today);
  if (message !== undefined) return invalidFields([{ path: "completedOn", message }]);
  const { dueOn, recurrenceMonths: months } = row;
  return {
    ...row,
    status: "COMPLIANT",
    completedOn,
    dueOn: months === null ? null : nextDueOn(dueOn, completedOn, months),
  };
};

/** The same completion twice would count a whole interval on. */
const isRepeated = (row: ComplianceItem, completedOn: PlainDate): boolean =>
  row.completedOn === completedOn &&
  (row.status === "COMPLIANT" || (row.status === "DUE_SOON" && row.recurrenceMonths !== null));

const faultOf = (row: ComplianceItem, completedOn: PlainDate, today: PlainDate): string | undefined => {
  if (completedOn > today) return `must not be in the future; today is ${today} in the center's zone`;
  return row.completedOn !== null && completedOn < row.completedOn
    ? `must not be before the completion that is recorded, ${row.completedOn}`
    : undefined;
};

/** It need not be done until the waiver ends; a waiver may follow another. */
export const waive = (row: ComplianceItem, { reason, by, until }: WaiverDraft, today: PlainDate): Next => {
  const { waiver } = row;
  if (waiver && waiver.reason === reason && waiver.by === by && waiver.until === until) return row;
  return until < today
    ? invalidFields([{ path: "until", message: `must not be before today, ${today}` }])
    : { ...row, status: "WAIVED", waiver: { reason, by, until } };
};

const refused = (row: ComplianceItem, to: ComplianceStatus): Failure =>
  invalidTransition("compliance item", row.status, to, TRANSITIONS[row.status]);
