import { fail, type Failure, type InputFault, invalidFields } from "../../lib/errors.ts";
import { type Instant, localDate, type PlainDate, type Zone } from "../../lib/time.ts";
import { firstDay, lastDay, type Month, monthOf, plusMonths } from "./months.ts";
import type { Completion, FaTraining, TrainingCycle, TrainingStatus } from "./schema.ts";

/** Which states follow which. Forward by time alone; to CURRENT by a completion, from EXPIRED by requalification. */
export const TRANSITIONS: Readonly<Record<TrainingStatus, readonly TrainingStatus[]>> = {
  CURRENT: ["DUE_SOON", "CURRENT"],
  DUE_SOON: ["DUE", "CURRENT"],
  DUE: ["GRACE", "CURRENT"],
  GRACE: ["EXPIRED", "CURRENT"],
  EXPIRED: ["CURRENT"],
};

/** Months from one due month to the next (14 CFR 121.427 recurrent training; 121.417 emergency drills). */
const CYCLE_MONTHS: Readonly<Record<TrainingCycle, number>> = { RECURRENT: 12, EMERGENCY_DRILL: 24 };

/** What only the other cycle's currency is renewed by. All other kinds of training set either. */
const FOREIGN: Readonly<Record<TrainingCycle, Completion["kind"]>> = {
  RECURRENT: "EMERGENCY_DRILL",
  EMERGENCY_DRILL: "RECURRENT",
};

/** What follows from the month as which a completion counts. */
export const datesFrom = (
  baseMonth: Month,
  cycle: TrainingCycle,
): Pick<FaTraining, "baseMonth" | "dueMonth" | "expiresOn"> => {
  const dueMonth = plusMonths(baseMonth, CYCLE_MONTHS[cycle]);
  return { baseMonth, dueMonth, expiresOn: lastDay(plusMonths(dueMonth, 1)) };
};

/** In how many months from the due month each state begins. */
const BEGINS = [
  ["EXPIRED", 2],
  ["GRACE", 1],
  ["DUE", 0],
  ["DUE_SOON", -1],
] as const satisfies readonly (readonly [TrainingStatus, number])[];

/** Where time has put a currency: states begin with the first instant of a month in the center's zone. */
export const statusAt = (dueMonth: Month, now: Instant, zone: Zone): TrainingStatus => {
  const month = monthOf(localDate(now, zone));
  return BEGINS.find(([, after]) => month >= plusMonths(dueMonth, after))?.[0] ?? "CURRENT";
};

/** What time makes of a row next, and on which day of the center's zone; null where it stays as it is. */
export const nextStep = ({
  status,
  dueMonth,
}: Pick<FaTraining, "status" | "dueMonth">): { status: TrainingStatus; on: PlainDate } | null => {
  if (status === "EXPIRED") return null;
  const [next, after] = BEGINS[FOLLOWING[status]];
  return { status: next, on: firstDay(plusMonths(dueMonth, after)) };
};

/** The place of the next state in BEGINS. */
const FOLLOWING = { CURRENT: 3, DUE_SOON: 2, DUE: 1, GRACE: 0 } as const;

/**
 * The month as which a completion counts. In the due month M, the month before or the month after, it counts as M
 * (14 CFR 121.401(b)); earlier, it moves the base to its own month, but never back; after M+1 it begins anew.
 */
export const countsAs = (
  { baseMonth, dueMonth }: Pick<FaTraining, "baseMonth" | "dueMonth">,
  completedOn: PlainDate,
): Month => {
  const month = monthOf(completedOn);
  if (month > plusMonths(dueMonth, 1)) return month;
  if (month >= plusMonths(dueMonth, -1)) return dueMonth;
  return month > baseMonth ? month : baseMonth;
};

/**
 * The training was completed. Repeated as it was, it gives the very same row back. Call with time caught up: what is
 * EXPIRED is restored only by requalification.
 */
export const complete = (row: FaTraining, done: Completion, now: Instant, zone: Zone): FaTraining | Failure => {
  if (isSame(row.lastCompletion, done)) return row;
  if (row.status === "EXPIRED" && done.kind !== "REQUALIFICATION")
    return fail(
      "invalid_transition",
      `This currency expired: the training was due in ${row.dueMonth} and not recorded by ${row.expiresOn}, the end of the month after (14 CFR 121.401(b)). Only a REQUALIFICATION restores it.`,
      { allowed: TRANSITIONS.EXPIRED },
    );
  const faults = completionFaults(row.kind, done, now, zone);
  const last = row.lastCompletion?.completedOn;
  if (last !== undefined && done.completedOn < last)
    faults.push({ path: "completedOn", message: `must not be before the last completion on ${last}` });
  const dates = datesFrom(countsAs(row, done.completedOn), row.kind);
  const status = statusAt(dates.dueMonth, now, zone);
  if (status === "EXPIRED")
    faults.push({ path: "completedOn", message: `leaves nothing: it would have expired on ${dates.expiresOn}` });
  if (faults.length > 0) return invalidFields(faults);
  return { ...row, ...dates, lastCompletion: done, status };
};

const isSame = (last: Completion | null, done: Completion): boolean =>
  last !== null &&
  last.kind === done.kind &&
  last.completedOn === done.completedOn &&
  last.certifiedBy === done.certifiedBy;

/** What is wrong with a completion by itself. */
export const completionFaults = (cycle: TrainingCycle, done: Completion, now: Instant, zone: Zone): InputFault[] => {
  const today = localDate(now, zone);
  return [
    ...(done.kind === FOREIGN[cycle]
      ? [{ path: "kind", message: `must not be ${done.kind}, which renews another cycle than ${cycle}` }]
      : []),
    ...(done.completedOn > today
      ? [{ path: "completedOn", message: `must not be in the future; it is ${today} in the center` }]
      : []),
  ];
};

/** The base month of a new currency, or why it cannot be told. */
export const baseOf = (given: Month | undefined, done: Completion | null): Month | InputFault => {
  if (done === null) return given ?? { path: "baseMonth", message: "is required where there is no lastCompletion" };
  const month = monthOf(done.completedOn);
  if (given === undefined) return month;
  return month >= plusMonths(given, -1) && month <= plusMonths(given, 1)
    ? given
    : {
        path: "baseMonth",
        message: `must be ${month}, or the month before or after it, for a completion on ${done.completedOn} to count as it (14 CFR 121.401(b))`,
      };
};
