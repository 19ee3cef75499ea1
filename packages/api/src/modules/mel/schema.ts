import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const DEFERRAL_STATUSES = ["OPEN", "EXPIRED", "CLOSED"] as const;
export const REPAIR_CATEGORIES = ["A", "B", "C", "D"] as const;
export const INTERVAL_UNITS = ["CALENDAR_DAYS", "FLIGHT_DAYS", "HOURS", "CYCLES"] as const;

export const deferralStatus = z
  .enum(DEFERRAL_STATUSES)
  .meta({ description: "EXPIRED grounds the aircraft until the item is repaired and the deferral closed." });
export type DeferralStatus = z.infer<typeof deferralStatus>;

export const repairCategory = z.enum(REPAIR_CATEGORIES).meta({
  description:
    "Repair category (FAA MMEL PL-25): A as the MEL's remarks state, B 3, C 10, D 120 consecutive calendar days, the day of recording excluded.",
  example: "C",
});
export type RepairCategory = z.infer<typeof repairCategory>;

const interval = {
  value: count(1).max(100_000).meta({ example: 5 }),
  unit: z.enum(INTERVAL_UNITS),
};

/** A deferral as the API serves it, as events carry it, and as the database keeps it. */
export const melDeferral = z
  .object({
    ...nounBase,
    aircraft: z
      .object({ id: uuid, tailNumber: storedText(10).meta({ example: "N123AA" }) })
      .meta({ id: "MelDeferralAircraft" }),
    melItem: storedText(20).meta({ description: "Item of the MEL, by ATA chapter.", example: "34-11-01" }),
    title: storedText(200).meta({ example: "Pitot heater, right, inoperative" }),
    category: repairCategory,
    recordedAt: instant.meta({ description: "The write-up in the logbook, with which the repair interval begins." }),
    deferredAt: instant.meta({ example: "2026-05-31T15:20:00.000Z" }),
    interval: z
      .object(interval)
      .meta({ id: "MelDeferralInterval", description: "The repair interval that the MEL's remarks state." })
      .nullable()
      .meta({ description: "Category A only." }),
    expiresAt: instant.meta({
      description: "First instant at which the repair interval, with its extension if there is one, is over.",
      example: "2026-06-11T06:00:00.000Z",
    }),
    status: deferralStatus,
    extension: z
      .object({
        at: instant,
        reason: storedText(500).meta({ example: "Part on back order until 12 June" }),
        approvedBy: storedText(200).meta({ example: "Jordan Whitfield, Director of Maintenance" }),
        until: instant.meta({ description: "The new `expiresAt`.", example: "2026-06-21T06:00:00.000Z" }),
      })
      .meta({ id: "MelDeferralExtension", description: "The one extension of a category B or C interval." })
      .nullable()
      .meta({ example: null }),
    closedAt: instant.nullable().meta({ example: null }),
    correctiveAction: storedText(2000).nullable().meta({ example: null }),
  })
  .meta({
    id: "MelDeferral",
    description: "A defect of an aircraft whose repair is deferred under the minimum equipment list.",
  });
export type MelDeferral = z.infer<typeof melDeferral>;

export const melDeferralPage = pageOf(melDeferral, "MelDeferralPage");

export const melDeferralFilters = listInput({
  status: listOf(deferralStatus, DEFERRAL_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["OPEN"] }),
  category: listOf(repairCategory, REPAIR_CATEGORIES.length)
    .optional()
    .meta({ description: "One repair category or several, comma-separated.", example: ["B", "C"] }),
  aircraftId: uuid.optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Deferrals recorded at or after this instant." }),
  to: instantInput.optional().meta({ description: "Deferrals recorded before this instant." }),
});

/** What a new deferral is made from; recorded and deferred now unless said. */
export const melDeferralDraft = z.strictObject({
  aircraftId: uuid,
  melItem: z
    .string()
    .max(20)
    .regex(/^\d{2}(-\d{1,3}){1,4}[A-Z]?$/, "must be an MEL item by ATA chapter, e.g. 34-11-01")
    .meta({ example: "34-11-01" }),
  title: text(200),
  category: repairCategory,
  recordedAt: instantInput.optional(),
  deferredAt: instantInput.optional(),
  interval: z.strictObject(interval).nullish().meta({ description: "Required for category A, and goes only with it." }),
  expiresAt: instantInput
    .optional()
    .meta({ description: "Only for an interval in FLIGHT_DAYS, HOURS or CYCLES; all others are counted here." }),
});
export type MelDeferralDraft = z.output<typeof melDeferralDraft>;

/** By how many calendar days a deferral is extended, why, and who approved it. */
export const extensionDraft = z.strictObject({
  days: count(1).max(10).meta({ description: "Calendar days more: at most 3 for category B, 10 for category C." }),
  reason: text(500),
  approvedBy: text(200),
});
export type ExtensionDraft = z.output<typeof extensionDraft>;

/** What was done to repair the item. */
export const correctiveAction = text(2000);
