import { defineEvent } from "../../lib/events.ts";
import { reserveAssignment } from "./schema.ts";

export const reserveAssigned = defineEvent(
  "reserve.assigned",
  "A crew member was assigned a reserve window.",
  reserveAssignment,
);
export const reserveCalledOut = defineEvent(
  "reserve.called_out",
  "A crew member on reserve was called out for a duty.",
  reserveAssignment,
);
export const reserveNoContact = defineEvent(
  "reserve.no_contact",
  "A crew member on reserve could not be reached.",
  reserveAssignment,
);
export const reserveReleased = defineEvent(
  "reserve.released",
  "A crew member was released from reserve, by hand or because the window is over.",
  reserveAssignment,
);

export const reserveEvents = [reserveAssigned, reserveCalledOut, reserveNoContact, reserveReleased] as const;
