import { earlierValues } from "../../lib/changes.ts";
import { type Failure, fail, type InputFault, invalidTransition } from "../../lib/errors.ts";
import { type Instant, localDate, plusDays, startOfDay, type Zone } from "../../lib/time.ts";
import type { WorkOrder, WorkOrderStatus } from "./schema.ts";

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<WorkOrderStatus, readonly WorkOrderStatus[]>> = {
  OPEN: ["IN_PROGRESS", "CANCELLED"],
  IN_PROGRESS: ["AWAITING_PARTS", "COMPLETED", "CANCELLED"],
  AWAITING_PARTS: ["IN_PROGRESS", "CANCELLED"],
  COMPLETED: [],
  CANCELLED: [],
};

export const isFinished = (status: WorkOrderStatus): boolean => TRANSITIONS[status].length === 0;

/** Days in which a missing, malfunctioning or inoperative component must be repaired or replaced (14 CFR 60.25(b)). */
const REPAIR_DAYS = 30;

/**
 * The first instant after the repair period: 30 whole calendar days of the center's zone, the day of discovery
 * excluded, counted as MEL repair intervals are (FAA MMEL PL-25). Never 30 × 24 h: clocks change.
 */
export const repairDueAt = (discoveredAt: Instant, zone: Zone): Instant =>
  startOfDay(plusDays(localDate(discoveredAt, zone), REPAIR_DAYS + 1), zone);

/** What a work order says of its course: what an import may bring along, and what must then fit together. */
export type Course = Pick<WorkOrder, "status" | "discoveredAt" | "startedAt" | "completedAt" | "resolution">;

/** What is wrong with when things happened, and with what is missing for the state. */
export const courseFaults = (course: Course, now: Instant): InputFault[] => {
  const faults: InputFault[] = [];
  const { status, discoveredAt, startedAt, completedAt } = course;
  const worked = status !== "OPEN" && status !== "CANCELLED";
  if (discoveredAt > now)
    faults.push({ path: "discoveredAt", message: `must not be in the future; the center's clock shows ${now}` });
  if (worked && startedAt === null) faults.push({ path: "startedAt", message: `is required for ${status}` });
  if (status === "OPEN" && startedAt !== null) faults.push({ path: "startedAt", message: "must be empty for OPEN" });
  if (startedAt !== null && (startedAt < discoveredAt || startedAt > now))
    faults.push({ path: "startedAt", message: "must lie between discoveredAt and now" });
  if ((status === "COMPLETED") !== (completedAt !== null))
    faults.push({ path: "completedAt", message: "is required for COMPLETED, and goes only with it" });
  if (completedAt !== null && (completedAt < (startedAt ?? discoveredAt) || completedAt > now))
    faults.push({ path: "completedAt", message: "must lie between startedAt and now" });
  if (status === "COMPLETED" && course.resolution === null)
    faults.push({ path: "resolution", message: "is required for COMPLETED" });
  return faults;
};

type Next = WorkOrder | Failure;

/** Work begins. Like every step here: repeated, it gives the very same row back. */
export const start = (row: WorkOrder, now: Instant): Next => {
  if (row.status === "IN_PROGRESS") return row;
  return row.status === "OPEN" ? { ...row, status: "IN_PROGRESS", startedAt: now } : refused(row, "IN_PROGRESS");
};

/** Parts are missing; work stops. */
export const awaitParts = (row: WorkOrder): Next => {
  if (row.status === "AWAITING_PARTS") return row;
  return allows(row, "AWAITING_PARTS") ? { ...row, status: "AWAITING_PARTS" } : refused(row, "AWAITING_PARTS");
};

/** The parts have come; work goes on. */
export const resume = (row: WorkOrder): Next => {
  if (row.status === "IN_PROGRESS") return row;
  if (row.status === "AWAITING_PARTS") return { ...row, status: "IN_PROGRESS" };
  return row.status === "OPEN"
    ? fail("invalid_transition", "Work on this order has not started yet: start it.", { allowed: TRANSITIONS.OPEN })
    : refused(row, "IN_PROGRESS");
};

export const complete = (row: WorkOrder, resolution: string, now: Instant): Next => {
  if (row.status === "COMPLETED" && row.resolution === resolution) return row;
  return allows(row, "COMPLETED")
    ? { ...row, status: "COMPLETED", completedAt: now, resolution }
    : refused(row, "COMPLETED");
};

export const cancel = (row: WorkOrder, reason: string | null): Next => {
  if (row.status === "CANCELLED" && (reason === null || reason === row.resolution)) return row;
  return allows(row, "CANCELLED") ? { ...row, status: "CANCELLED", resolution: reason } : refused(row, "CANCELLED");
};

/** Priority, assignee and text as wanted; a finished work order is a record and keeps them. */
export const revise = (row: WorkOrder, wanted: WorkOrder): Next => {
  const previous = earlierValues(row, wanted);
  if (!previous) return row;
  return isFinished(row.status)
    ? fail("invalid_transition", `A work order that is ${row.status} keeps its ${Object.keys(previous).join(", ")}.`, {
        allowed: [],
      })
    : wanted;
};

const allows = (row: WorkOrder, to: WorkOrderStatus): boolean => TRANSITIONS[row.status].includes(to);

const refused = (row: WorkOrder, to: WorkOrderStatus): Failure =>
  invalidTransition("work order", row.status, to, TRANSITIONS[row.status]);
