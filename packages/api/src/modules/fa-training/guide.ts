import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const faTrainingGuide: Guide = {
  router: "faTraining",
  name: "Flight attendant training",
  is: "One row is one currency: a flight attendant, a cycle (`RECURRENT` every 12 months, `EMERGENCY_DRILL` every 24) and an aircraft type. With M the due month, training in M−1, M or M+1 counts as done in M, so the base month stays; earlier training moves it. What is not done by the end of M+1 expires.",
  isNot:
    "It is not one training session: completions are the row's history, and only the last one is shown. An expired currency is not restored by recurrent training, but by `REQUALIFICATION` alone.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      {
        from: [],
        to: ["CURRENT", "DUE_SOON", "DUE", "GRACE", "EXPIRED"],
        by: ["create"],
        when: "Where its base month puts it",
      },
      {
        from: ["CURRENT"],
        to: ["DUE_SOON"],
        by: "time",
        event: events.faTrainingDueSoon,
        when: "M−1 begins in the center's zone",
      },
      { from: ["DUE_SOON"], to: ["DUE"], by: "time", when: "M begins" },
      { from: ["DUE"], to: ["GRACE"], by: "time", when: "M+1 begins" },
      { from: ["GRACE"], to: ["EXPIRED"], by: "time", event: events.faTrainingExpired, when: "M+2 begins" },
      {
        from: ["CURRENT", "DUE_SOON", "DUE", "GRACE", "EXPIRED"],
        to: ["CURRENT"],
        by: ["complete"],
        event: events.faTrainingCompleted,
        when: "From EXPIRED by REQUALIFICATION only",
      },
    ],
  },
  regulations: [
    {
      section: "14 CFR 121.401",
      says: "Training in the month before or after the due month counts as done in it; every completion is certified by a person.",
    },
    { section: "14 CFR 121.417", says: "Emergency drills: the cycle of 24 months." },
    { section: "14 CFR 121.427", says: "Recurrent training: the cycle of 12 months." },
  ],
  imported: "fa-training",
};
