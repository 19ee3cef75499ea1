import type { Guide } from "../../lib/guide.ts";

export const crewGuide: Guide = {
  router: "crew",
  name: "Crew",
  is: "A crew member is a person who works for the center: pilots and flight attendants, instructors, dispatchers, maintenance. `GET /crew` adds where each is right now: `ON_DUTY` in a running booking, trip or call-out; `RESERVE` inside a reserve window; `REST` for 10 hours after the last duty; else `OFF`.",
  isNot:
    "It is not a roster, and `dutyStatus` is not stored: it follows from bookings, trips and reserve at the instant of the read, which `asOf` names. So it changes without the row changing; there is no `updatedSince` and no event. A crew member is not an account: whether the person can sign in is another matter.",
  regulations: [
    { section: "14 CFR part 117", says: "What a pilot's duty and rest are." },
    { section: "14 CFR 117.25", says: "10 hours of rest after a duty." },
  ],
  imported: "crew",
};
