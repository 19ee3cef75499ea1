import { defineEvent } from "../../lib/events.ts";
import { booking } from "./schema.ts";

export const bookingCreated = defineEvent("booking.created", "A simulator session was booked.", booking);
export const bookingUpdated = defineEvent(
  "booking.updated",
  "A booking's time, device, people, kind, notes or reference changed.",
  booking,
);
export const bookingStarted = defineEvent("booking.started", "A session began.", booking);
export const bookingCompleted = defineEvent("booking.completed", "A session ended as planned.", booking);
export const bookingCancelled = defineEvent("booking.cancelled", "A booking was cancelled, with its reason.", booking);
export const bookingNoShow = defineEvent("booking.no_show", "Nobody came to a session.", booking);

export const bookingEvents = [
  bookingCreated,
  bookingUpdated,
  bookingStarted,
  bookingCompleted,
  bookingCancelled,
  bookingNoShow,
] as const;
