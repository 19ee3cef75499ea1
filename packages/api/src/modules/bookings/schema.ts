import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const BOOKING_STATUSES = ["SCHEDULED", "IN_PROGRESS", "COMPLETED", "CANCELLED", "NO_SHOW"] as const;
export const SESSION_TYPES = ["TRAINING", "CHECKRIDE", "MAINTENANCE", "DEMO"] as const;
export const SEATS = ["LEFT", "RIGHT", "OBSERVER"] as const;
export const MOST_TRAINEES = 4;

export const bookingStatus = z.enum(BOOKING_STATUSES);
export type BookingStatus = z.infer<typeof bookingStatus>;

const name = storedText(200);
const sessionType = z.enum(SESSION_TYPES);
const seat = z.enum(SEATS).meta({ description: "LEFT and RIGHT are taken once each; any number may observe." });

/** A simulator session as the API serves it, as events carry it, and as the database keeps it. */
export const booking = z
  .object({
    ...nounBase,
    simulator: z
      .object({ id: uuid, name: name.meta({ example: "B737-800 #1" }), type: storedText(60).meta({ example: "B738" }) })
      .meta({ id: "BookingSimulator" }),
    trainees: z
      .array(z.object({ id: uuid, name: name.meta({ example: "Casey Moreno" }), seat }).meta({ id: "BookingTrainee" }))
      .max(MOST_TRAINEES),
    instructor: z
      .object({ id: uuid, name: name.meta({ example: "Robin Adeyemi" }) })
      .meta({ id: "BookingInstructor" })
      .nullable(),
    startsAt: instant,
    endsAt: instant.meta({ example: "2026-05-31T18:03:22.000Z" }),
    sessionType,
    notes: storedText(2000).nullable().meta({ example: "LOFT, winter operations" }),
    externalRef: storedText(100).nullable().meta({ description: "Your own identifier.", example: "SCHED-2026-0481" }),
    status: bookingStatus,
    cancelReason: storedText(500).nullable().meta({ example: null }),
  })
  .meta({ id: "Booking", description: "A simulator session." });
export type Booking = z.infer<typeof booking>;

export const bookingPage = pageOf(booking, "BookingPage");

export const bookingFilters = listInput({
  status: listOf(bookingStatus, BOOKING_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["SCHEDULED"] }),
  simulatorId: uuid.optional(),
  traineeId: uuid.optional(),
  instructorId: uuid.optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Sessions that start at or after this instant." }),
  to: instantInput.optional().meta({ description: "Sessions that start before this instant." }),
});
export type BookingFilters = z.output<typeof bookingFilters>;

const changeable = {
  simulatorId: uuid,
  trainees: z.array(z.strictObject({ id: uuid, seat })).max(MOST_TRAINEES),
  startsAt: instantInput,
  endsAt: instantInput.meta({ example: "2026-05-31T18:03:22.000Z" }),
  sessionType,
};

const clearable = {
  instructorId: uuid.nullable(),
  notes: text(2000).nullable().meta({ example: "LOFT, winter operations" }),
  externalRef: text(100)
    .nullable()
    .meta({ description: "Your own identifier; unique within the center.", example: "SCHED-2026-0481" }),
};

/** What a new booking is made from. */
export const bookingDraft = z
  .strictObject({ ...changeable, ...z.object(clearable).partial().shape })
  .meta({ id: "BookingDraft" });
export type BookingDraft = z.output<typeof bookingDraft>;

/**
 * Nullable, so that a client that openapi-generator makes for Java leaves it out of a change: what may not be null it
 * sends as an empty list, which takes everybody out of the session.
 */
const replacedTrainees = changeable.trainees
  .nullable()
  .meta({ description: "The whole list, in place of the one there is; null or an empty list takes everybody out." });

/** A change: the fields given are replaced, null clears; or `status: CANCELLED` with its reason, and nothing else. */
export const bookingChange = z
  .strictObject({
    ...z.object({ ...changeable, ...clearable, trainees: replacedTrainees }).partial().shape,
    status: z.literal("CANCELLED").optional().meta({ description: "Cancels the session; needs `cancelReason`." }),
    cancelReason: text(500).optional().meta({ example: "Instructor unwell" }),
  })
  .meta({ id: "BookingChange" });
export type BookingChange = z.output<typeof bookingChange>;
