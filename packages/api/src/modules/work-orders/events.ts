import { defineEvent } from "../../lib/events.ts";
import { workOrder } from "./schema.ts";

export const workOrderCreated = defineEvent("work_order.created", "A work order was opened on a simulator.", workOrder);
export const workOrderUpdated = defineEvent(
  "work_order.updated",
  "A work order's priority, assignee or text changed, or work on it started or resumed.",
  workOrder,
);
export const workOrderAwaitingParts = defineEvent(
  "work_order.awaiting_parts",
  "Work stopped until parts arrive.",
  workOrder,
);
export const workOrderCompleted = defineEvent(
  "work_order.completed",
  "A work order was completed, with its resolution.",
  workOrder,
);
export const workOrderCancelled = defineEvent("work_order.cancelled", "A work order was cancelled.", workOrder);

export const workOrderEvents = [
  workOrderCreated,
  workOrderUpdated,
  workOrderAwaitingParts,
  workOrderCompleted,
  workOrderCancelled,
] as const;
