import type { Guide } from "../../lib/guide.ts";
import { TRANSITIONS } from "./rules.ts";

export const traineesGuide: Guide = {
  router: "trainees",
  name: "Trainees",
  is: "A trainee is a person enrolled in one course of the center. Bookings and stage checks name trainees by id.",
  isNot:
    "A trainee has no account and cannot sign in. Somebody who takes a second course is a second trainee. Crew members, instructors among them, are not trainees. Trainees fire no events: read changes with `updatedSince`.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["ACTIVE"], by: ["create"] },
      { from: ["ACTIVE"], to: ["ON_HOLD"], by: ["hold"] },
      { from: ["ON_HOLD"], to: ["ACTIVE"], by: ["resume"] },
      { from: ["ACTIVE"], to: ["COMPLETED"], by: ["complete"] },
      { from: ["ACTIVE", "ON_HOLD"], to: ["WITHDRAWN"], by: ["withdraw"] },
    ],
  },
  imported: "trainees",
};
