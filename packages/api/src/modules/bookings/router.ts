import { z } from "zod";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { text, uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { notFound } from "../../lib/errors.ts";
import { cancelBooking, changeBooking, completeBooking, recordNoShow, startBooking } from "./commands/change.ts";
import { createBooking } from "./commands/create.ts";
import { bookingDocuments, findBooking } from "./queries.ts";
import { booking, bookingChange, bookingDraft, bookingFilters, bookingPage } from "./schema.ts";
import { BOOKING_RULES, CHANGE_RULES } from "./texts.ts";

const SCHEDULERS: readonly Role[] = ["ADMIN", "DISPATCHER", "INSTRUCTOR"];

const one = z.strictObject({ id: uuid });

export const bookingsRouter = router({
  list: endpoint("GET /bookings", "bookings:read", EVERYONE, "List simulator bookings")
    .input(bookingFilters)
    .returns(bookingPage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("bookings", bookingDocuments, ctx.db, ctx.centerId, {
        ...input,
        startsAt: { from: from ?? null, to: to ?? null },
      }),
    ),

  create: endpoint("POST /bookings", "bookings:write", SCHEDULERS, "Book a simulator session", {
    description: BOOKING_RULES,
    success: 201,
    location: ({ id }) => `/bookings?id=${id}`,
  })
    .input(bookingDraft)
    .returns(booking)
    .mutation(({ ctx, input }) => createBooking(ctx.db, ctx.centerId, input)),

  change: endpoint(
    "PATCH /bookings/{id}",
    "bookings:write",
    SCHEDULERS,
    "Reschedule, reassign, annotate or cancel a booking",
    { description: CHANGE_RULES },
  )
    .input(
      bookingChange.extend(one.shape).meta({
        example: {
          id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
          startsAt: "2026-06-01T14:00:00.000Z",
          endsAt: "2026-06-01T18:00:00.000Z",
        },
      }),
    )
    .returns(booking)
    .mutation(({ ctx, input: { id, ...change } }) =>
      changeBooking(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, change),
    ),

  get: consoleProcedure(EVERYONE, "Read one booking")
    .input(one)
    .returns(booking)
    .query(async ({ ctx, input }) => (await findBooking(ctx.db, ctx.centerId, input.id)) ?? notFound("booking")),

  cancel: consoleProcedure(SCHEDULERS, "Cancel a booking")
    .input(one.extend({ cancelReason: text(500) }))
    .returns(booking)
    .mutation(({ ctx, input }) =>
      cancelBooking(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }, input.cancelReason),
    ),

  start: consoleProcedure(SCHEDULERS, "Start a session")
    .input(one)
    .returns(booking)
    .mutation(({ ctx, input }) =>
      startBooking(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  complete: consoleProcedure(SCHEDULERS, "Complete a session")
    .input(one)
    .returns(booking)
    .mutation(({ ctx, input }) =>
      completeBooking(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  noShow: consoleProcedure(SCHEDULERS, "Record that nobody came")
    .input(one)
    .returns(booking)
    .mutation(({ ctx, input }) =>
      recordNoShow(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),
});
