import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { count, nounBase, plainDate, planDate, storedText, text } from "../../lib/schemas.ts";

export const COMPLIANCE_STATUSES = ["COMPLIANT", "DUE_SOON", "OVERDUE", "IN_PROGRESS", "WAIVED"] as const;
export const COMPLIANCE_CATEGORIES = [
  "PART_142",
  "NSP",
  "AIRCRAFT_EVALUATION",
  "INSTRUCTOR_CURRENCY",
  "FACILITY",
  "OTHER",
] as const;

export const complianceStatus = z.enum(COMPLIANCE_STATUSES).meta({
  description:
    "DUE_SOON from `leadDays` before `dueOn` on, OVERDUE from the day after it on, in the center's zone; an item IN_PROGRESS or WAIVED keeps its status.",
});
export type ComplianceStatus = z.infer<typeof complianceStatus>;

export const complianceCategory = z.enum(COMPLIANCE_CATEGORIES).meta({
  description: "PART_142: training center certification (14 CFR part 142). NSP: simulator qualification (part 60).",
  example: "NSP",
});
export type ComplianceCategory = z.infer<typeof complianceCategory>;

const leadDays = count()
  .max(365)
  .meta({ description: "How many days before `dueOn` the item is due soon.", example: 30 });
const recurrenceMonths = count(1).max(120).nullable().meta({
  description:
    "Months from one due date to the next; null for what is done once. Completed in the month before or after the due month, an item keeps its base month.",
  example: 12,
});

const waiverUntil = { description: "The last day on which the waiver holds.", example: "2026-09-30" };

/** A compliance item as the API serves it, as events carry it, and as the database keeps it. */
export const complianceItem = z
  .object({
    ...nounBase,
    title: storedText(200).meta({ example: "Continuing qualification evaluation, B737-800 #1" }),
    category: complianceCategory,
    status: complianceStatus,
    dueOn: plainDate
      .nullable()
      .meta({ description: "The last day on which it is done in time.", example: "2026-06-30" }),
    leadDays,
    recurrenceMonths,
    owner: storedText(200).nullable().meta({ description: "Who sees to it.", example: "Quality manager" }),
    completedOn: plainDate.nullable().meta({ description: "The last completion.", example: "2025-06-18" }),
    waiver: z
      .object({
        reason: storedText(500).meta({ example: "Device in storage" }),
        by: storedText(200).meta({ description: "Who waived it.", example: "FAA National Simulator Program" }),
        until: plainDate.meta(waiverUntil),
      })
      .meta({ id: "ComplianceWaiver", description: "Only while WAIVED." })
      .nullable()
      .meta({ example: null }),
  })
  .meta({ id: "ComplianceItem", description: "What the center must do by a date, once or recurrently." });
export type ComplianceItem = z.infer<typeof complianceItem>;

export const complianceItemPage = pageOf(complianceItem, "ComplianceItemPage");

export const complianceItemFilters = listInput({
  status: listOf(complianceStatus, COMPLIANCE_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["DUE_SOON", "OVERDUE"] }),
  category: listOf(complianceCategory, COMPLIANCE_CATEGORIES.length)
    .optional()
    .meta({ description: "One category or several, comma-separated.", example: ["NSP"] }),
  search: search.optional(),
  from: plainDate.optional().meta({ description: "Items due on or after this date." }),
  to: plainDate.optional().meta({ description: "Items due on or before this date." }),
});

const changeable = {
  title: text(200),
  category: complianceCategory,
  dueOn: planDate.nullable(),
  leadDays,
  recurrenceMonths,
  owner: text(200).nullable(),
};

/** What a new item is made from; due at no date, 30 days of lead, once, and nobody's, unless said. */
export const complianceItemDraft = z.strictObject({
  ...z.object(changeable).partial().shape,
  title: changeable.title,
  category: changeable.category,
});
export type ComplianceItemDraft = z.output<typeof complianceItemDraft>;

/** The fields given are replaced, null clears. */
export const complianceItemChange = z.strictObject(changeable).partial();
export type ComplianceItemChange = z.output<typeof complianceItemChange>;

/** Why an item is waived, who waived it, and the last day on which that holds. */
export const waiverDraft = z.strictObject({ reason: text(500), by: text(200), until: planDate.meta(waiverUntil) });
export type WaiverDraft = z.output<typeof waiverDraft>;
