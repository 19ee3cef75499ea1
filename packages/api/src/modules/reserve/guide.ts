import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const reserveGuide: Guide = {
  router: "reserve",
  name: "Reserve assignments",
  is: "A reserve assignment is a window of time in which a crew member can be called out, with every attempt to reach them and what came of it. Windows of one person do not overlap.",
  isNot:
    "A call-out is not a trip: it says when the person reports and how long the duty is scheduled. Whoever was called out is not released by time, but by hand.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["AVAILABLE"], by: ["assign"], event: events.reserveAssigned },
      {
        from: ["AVAILABLE", "NO_CONTACT"],
        to: ["CALLED_OUT"],
        by: ["callOut"],
        event: events.reserveCalledOut,
        when: "While the window lasts",
      },
      {
        from: ["AVAILABLE"],
        to: ["NO_CONTACT"],
        by: ["noContact"],
        event: events.reserveNoContact,
        when: "With a recorded attempt that did not reach the person",
      },
      {
        from: ["AVAILABLE", "NO_CONTACT", "CALLED_OUT"],
        to: ["RELEASED"],
        by: ["release"],
        event: events.reserveReleased,
      },
      {
        from: ["AVAILABLE", "NO_CONTACT"],
        to: ["RELEASED"],
        by: "time",
        event: events.reserveReleased,
        when: "At `windowEnd`",
      },
      { from: ["AVAILABLE", "NO_CONTACT"], to: [], by: ["recordAttempt"], when: "An attempt is added" },
    ],
  },
  regulations: [
    { section: "14 CFR 117.3", says: "What long-call, short-call and airport/standby reserve are." },
    {
      section: "14 CFR 117.21",
      says: "A pilot's short call lasts at most 14 hours; a long-call duty that begins before and runs into 02:00 to 05:59 local needs 12 hours of notice.",
    },
    { section: "14 CFR 117.25", says: "Rest between two duties or windows of a pilot." },
  ],
};
