import { defineEvent } from "../../lib/events.ts";
import { faTraining } from "./schema.ts";

export const faTrainingCompleted = defineEvent(
  "fa_training.completed",
  "A completion was recorded for a currency.",
  faTraining,
);
export const faTrainingDueSoon = defineEvent(
  "fa_training.due_soon",
  "The month before the due month began.",
  faTraining,
);
export const faTrainingExpired = defineEvent(
  "fa_training.expired",
  "The month after the due month ended without a completion; only requalification restores the currency.",
  faTraining,
);

export const faTrainingEvents = [faTrainingCompleted, faTrainingDueSoon, faTrainingExpired] as const;
