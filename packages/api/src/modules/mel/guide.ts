import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const melGuide: Guide = {
  router: "mel",
  name: "MEL deferrals",
  is: "An MEL deferral says that a defect of an aircraft may be repaired later, and until when: 3, 10 or 120 calendar days for categories B, C and D, for A what the MEL's remarks say. `expiresAt` is the first instant at which the aircraft may no longer fly with it.",
  isNot:
    "It is no permission to fly: that is the operator's to decide. The days are calendar days of the center's zone, not multiples of 24 hours, and they begin with the write-up (`recordedAt`), not with the deferral (`deferredAt`).",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["OPEN"], by: ["open"], event: events.deferralOpened },
      {
        from: ["OPEN"],
        to: ["EXPIRED"],
        by: "time",
        event: events.deferralExpired,
        when: "At `expiresAt`; grounds the aircraft",
      },
      {
        from: ["OPEN", "EXPIRED"],
        to: ["CLOSED"],
        by: ["close"],
        event: events.deferralClosed,
        when: "With the corrective action; releases the aircraft if nothing else grounds it",
      },
      {
        from: ["OPEN"],
        to: [],
        by: ["extend"],
        event: events.deferralExtended,
        when: "B and C, once, before `expiresAt`",
      },
      {
        from: ["OPEN"],
        to: [],
        by: "time",
        event: events.deferralExpiring,
        when: "48 hours before `expiresAt`, again after an extension",
      },
    ],
  },
  regulations: [
    {
      section: "FAA MMEL PL-25",
      says: "Repair categories and their consecutive calendar days, the day of recording excluded.",
    },
    { section: "OpSpec D095", says: "The one extension of a category B or C interval, no longer than the interval." },
  ],
  imported: "deferrals",
};
