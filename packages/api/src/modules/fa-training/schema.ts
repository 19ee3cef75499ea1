import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { instant, nounBase, plainDate, storedText, text, uuid } from "../../lib/schemas.ts";

export const TRAINING_STATUSES = ["CURRENT", "DUE_SOON", "DUE", "GRACE", "EXPIRED"] as const;
export const TRAINING_CYCLES = ["RECURRENT", "EMERGENCY_DRILL"] as const;
export const COMPLETION_KINDS = [
  "INITIAL",
  "RECURRENT",
  "DIFFERENCES",
  "TRANSITION",
  "REQUALIFICATION",
  "EMERGENCY_DRILL",
] as const;

export const trainingStatus = z.enum(TRAINING_STATUSES).meta({
  description:
    "With M the due month: CURRENT, DUE_SOON from M−1, DUE in M, GRACE in M+1 (14 CFR 121.401(b)), EXPIRED from M+2.",
});
export type TrainingStatus = z.infer<typeof trainingStatus>;

export const trainingCycle = z.enum(TRAINING_CYCLES).meta({
  description: "RECURRENT: every 12 months (14 CFR 121.427). EMERGENCY_DRILL: every 24 months (14 CFR 121.417).",
  example: "RECURRENT",
});
export type TrainingCycle = z.infer<typeof trainingCycle>;

export const completionKind = z
  .enum(COMPLETION_KINDS)
  .meta({ description: "The training that was completed. Only REQUALIFICATION restores what expired." });

/** A month of the calendar, as texts that compare as months do. */
const month = z
  .string()
  .max(7)
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month, YYYY-MM")
  .meta({ description: "Calendar month, YYYY-MM.", example: "2026-06" });

const completion = z
  .object({
    kind: completionKind,
    completedOn: plainDate,
    certifiedBy: storedText(200).meta({
      description: "The instructor or supervisor who certified it (14 CFR 121.401(c)).",
      example: "Jordan Whitfield",
    }),
  })
  .meta({ id: "FaTrainingCompletion" });
export type Completion = z.infer<typeof completion>;

/** A currency as the API serves it, as events carry it, and as the database keeps it. */
export const faTraining = z
  .object({
    ...nounBase,
    crewMember: z
      .object({ id: uuid, name: storedText(201).meta({ example: "Robin Adeyemi" }) })
      .meta({ id: "FaTrainingCrewMember" }),
    kind: trainingCycle,
    aircraftType: storedText(60).nullable().meta({ description: "Null: for all types.", example: "B738" }),
    baseMonth: month.meta({
      description: "The month as which the last completion counts; the cycle runs from it.",
      example: "2026-06",
    }),
    lastCompletion: completion.nullable(),
    dueMonth: month.meta({ description: "M, the month in which the training is due next.", example: "2027-06" }),
    expiresOn: plainDate.meta({ description: "The last day of M+1.", example: "2027-07-31" }),
    status: trainingStatus,
  })
  .meta({
    id: "FaTraining",
    description: "One currency in flight attendant training: a person, a cycle and an aircraft type.",
  });
export type FaTraining = z.infer<typeof faTraining>;

export const faTrainingPage = pageOf(faTraining, "FaTrainingPage");

/** One entry of a currency's history, and when it was recorded. */
export const recordedCompletion = completion
  .extend({ recordedAt: instant })
  .meta({ id: "FaTrainingRecordedCompletion" });
export type RecordedCompletion = z.infer<typeof recordedCompletion>;

const aircraftType = text(60);

export const faTrainingFilters = listInput({
  status: listOf(trainingStatus, TRAINING_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["DUE", "GRACE"] }),
  kind: listOf(trainingCycle, TRAINING_CYCLES.length)
    .optional()
    .meta({ description: "One cycle or both, comma-separated.", example: ["RECURRENT"] }),
  aircraftType: aircraftType.optional().meta({ description: "Currencies for this aircraft type.", example: "B738" }),
  crewMemberId: uuid.optional().meta({ description: "Currencies of this crew member." }),
  search: search.optional(),
  from: plainDate.optional().meta({ description: "Currencies that expire on or after this date." }),
  to: plainDate.optional().meta({ description: "Currencies that expire on or before this date." }),
});

/** What was completed, when, and who certified it. */
export const completionDraft = z.strictObject({
  kind: completionKind,
  completedOn: plainDate,
  certifiedBy: text(200).meta({ description: "Required: 14 CFR 121.401(c)." }),
});

/** What a new currency is made from: its base month, the completion that counts as it, or both. */
export const faTrainingDraft = z.strictObject({
  crewMemberId: uuid,
  kind: trainingCycle,
  aircraftType: aircraftType.nullish(),
  baseMonth: month.optional().meta({ description: "The month of `lastCompletion` unless said." }),
  lastCompletion: completionDraft.nullish(),
});
export type FaTrainingDraft = z.output<typeof faTrainingDraft>;
