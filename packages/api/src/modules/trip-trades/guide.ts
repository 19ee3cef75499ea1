import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const tripTradesGuide: Guide = {
  router: "tripTrades",
  name: "Trip trades",
  is: "A trip trade is a crew member's request to drop a trip, to pick one up, or to swap two. Its legality (overlap, rest, flight and duty hours, position, type, base, cut-off) is judged when it is requested and again, with its people and trips locked, when it is approved. Approval moves all its trips at once.",
  isNot:
    "An illegal trade is not stored: its request is refused with what it violates. One found illegal at approval stays `REQUESTED` and carries its `violations`. A counterparty's acceptance is no transition and fires nothing.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["REQUESTED"], by: ["request"], event: events.tradeRequested, when: "If it is legal" },
      {
        from: ["REQUESTED"],
        to: ["APPROVED"],
        by: ["approve"],
        event: events.tradeApproved,
        when: "Accepted by the counterparty if there is one; at once for a PICKUP of an open trip, where the center wants it",
      },
      { from: ["REQUESTED"], to: ["DENIED"], by: ["deny"], event: events.tradeDenied, when: "With a reason" },
      { from: ["REQUESTED"], to: ["CANCELLED"], by: ["cancel"], event: events.tradeCancelled },
      {
        from: ["REQUESTED"],
        to: ["CANCELLED"],
        by: "time",
        event: events.tradeCancelled,
        when: "At `cutOffAt`, with the reason EXPIRED",
      },
      { from: ["REQUESTED"], to: [], by: ["accept"], when: "The counterparty agrees" },
    ],
  },
  regulations: [
    { section: "14 CFR part 117", says: "Flight, duty and rest limits of pilots." },
    { section: "14 CFR 117.3", says: "What counts as duty." },
    {
      section: "14 CFR 117.23",
      says: "Pilots: 100 flight hours in 672 and 1,000 in 365 days; 60 duty hours in 168 and 190 in 672.",
    },
    { section: "14 CFR 117.25", says: "Pilots: 10 hours of rest before a duty, 30 hours free in 168." },
    { section: "14 CFR 121.467", says: "Flight attendants: duty periods and the rest after them." },
  ],
};
