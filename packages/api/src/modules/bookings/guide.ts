import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const bookingsGuide: Guide = {
  router: "bookings",
  name: "Bookings",
  is: "A booking is one session on one simulator: when, for whom, with which instructor, and what came of it. A simulator, a trainee or an instructor is never in two sessions at once while these are `SCHEDULED` or `IN_PROGRESS`; whoever tries gets a 409 `booking_overlap` with the id of the session in the way.",
  isNot:
    "It is no flight: flying is in the flight log. It is no invoice either: what a session costs is billed apart. A session that nobody came to is a `NO_SHOW`, not a cancellation.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["SCHEDULED"], by: ["create"], event: events.bookingCreated },
      {
        from: ["SCHEDULED"],
        to: ["IN_PROGRESS"],
        by: ["start"],
        event: events.bookingStarted,
        when: "With the simulator in service, but for maintenance",
      },
      { from: ["IN_PROGRESS"], to: ["COMPLETED"], by: ["complete"], event: events.bookingCompleted },
      {
        from: ["SCHEDULED", "IN_PROGRESS"],
        to: ["CANCELLED"],
        by: ["change", "cancel"],
        event: events.bookingCancelled,
        when: "With a reason",
      },
      { from: ["SCHEDULED"], to: ["NO_SHOW"], by: ["noShow"], event: events.bookingNoShow, when: "After `startsAt`" },
      {
        from: ["SCHEDULED"],
        to: [],
        by: ["change"],
        event: events.bookingUpdated,
        when: "Time, device, people and kind; notes and reference in any state",
      },
    ],
  },
  imported: "bookings",
};
