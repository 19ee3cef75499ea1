import type { Guide } from "../../lib/guide.ts";

export const tripsGuide: Guide = {
  router: "trips",
  name: "Trips",
  is: "A trip is a sequence of duties that one crew member flies in one position on one type. It is open while it has no `crewMemberId`. Trip trades name trips; the REST API shows a trip inside its trades.",
  isNot:
    "A trip is no flight: what was flown is in the flight log. It has no states and fires no events; that it changed hands is told by `trip_trade.approved`.",
  imported: "trips",
};
