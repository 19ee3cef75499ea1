import { defineEvent } from "../../lib/events.ts";
import { complianceItem } from "./schema.ts";

export const itemDueSoon = defineEvent(
  "compliance.item.due_soon",
  "A compliance item is due within its lead time.",
  complianceItem,
);
export const itemOverdue = defineEvent(
  "compliance.item.overdue",
  "The due date of a compliance item passed; one that is in progress stays so.",
  complianceItem,
);
export const itemCompleted = defineEvent(
  "compliance.item.completed",
  "A compliance item was completed, with its next due date if it recurs.",
  complianceItem,
);
export const itemWaived = defineEvent(
  "compliance.item.waived",
  "A compliance item was waived, with reason, authority and end.",
  complianceItem,
);

export const complianceEvents = [itemDueSoon, itemOverdue, itemCompleted, itemWaived] as const;
