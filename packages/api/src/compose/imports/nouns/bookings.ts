import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { createBookings, type NewBooking } from "../../../modules/bookings/commands/create.ts";
import { bookingsAlike } from "../../../modules/bookings/reads.ts";
import { type Booking, BOOKING_STATUSES, MOST_TRAINEES, SESSION_TYPES } from "../../../modules/bookings/schema.ts";
import { listCell, referenceCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import type { RowReader } from "../reader.ts";
import { tally } from "../tally.ts";

const columns = z.object({
  simulator: referenceCell,
  startsAt: z.string(),
  endsAt: z.string(),
  leftSeat: referenceCell.optional(),
  rightSeat: referenceCell.optional(),
  observers: listCell(z.array(referenceCell)).optional(),
  instructor: referenceCell.optional(),
  sessionType: wordCell(SESSION_TYPES).optional(),
  status: wordCell(BOOKING_STATUSES).optional(),
  cancelReason: text(500).optional(),
  notes: text(2000).optional(),
  externalRef: text(100).optional(),
});
type Cells = z.output<typeof columns>;

export const bookings = nounImport({
  name: "bookings",
  columns,
  columnOf: { simulatorId: "simulator", instructorId: "instructor", trainees: "leftSeat" },
  draft: (cells, reader, tx): NewBooking => {
    const startsAt = reader.instant("startsAt", cells.startsAt, tx.zone);
    const endsAt = reader.instant("endsAt", cells.endsAt, tx.zone);
    // A session whose time is over has taken place, unless the file says otherwise.
    const status = cells.status ?? (endsAt <= tx.now ? "COMPLETED" : "SCHEDULED");
    statusFaults(reader, tx, status, startsAt, endsAt, cells.cancelReason);
    return {
      simulatorId: reader.id("simulator", "simulator", cells.simulator),
      trainees: seated(cells, reader),
      instructorId: cells.instructor === undefined ? null : reader.id("instructor", "crew member", cells.instructor),
      startsAt,
      endsAt,
      sessionType: cells.sessionType ?? "TRAINING",
      notes: cells.notes ?? null,
      externalRef: cells.externalRef ?? null,
      status,
      cancelReason: cells.cancelReason ?? null,
    };
  },
  key: (draft) => keyOf({ ...draft, instructorId: draft.instructorId ?? null, externalRef: draft.externalRef ?? null }),
  existing: async (tx, drafts) => {
    const references = drafts.flatMap(({ externalRef }) => externalRef ?? []);
    const starts = drafts.map(({ startsAt }) => startsAt);
    return tally((await bookingsAlike(tx, references, [...new Set(starts)])).map(keyOfBooking));
  },
  create: createBookings,
});

const seated = ({ leftSeat, rightSeat, observers = [] }: Cells, reader: RowReader): NewBooking["trainees"] => {
  const seats = [
    ...(leftSeat === undefined ? [] : [{ id: reader.id("leftSeat", "trainee", leftSeat), seat: "LEFT" as const }]),
    ...(rightSeat === undefined ? [] : [{ id: reader.id("rightSeat", "trainee", rightSeat), seat: "RIGHT" as const }]),
    ...observers.map((name) => ({ id: reader.id("observers", "trainee", name), seat: "OBSERVER" as const })),
  ];
  if (seats.length > MOST_TRAINEES)
    reader.fault("observers", `must not make more than ${MOST_TRAINEES} trainees with both seats`);
  return seats;
};

const statusFaults = (
  reader: RowReader,
  tx: CenterTx,
  status: NonNullable<NewBooking["status"]>,
  startsAt: string,
  endsAt: string,
  cancelReason: string | undefined,
): void => {
  if (status === "CANCELLED" && cancelReason === undefined) reader.fault("cancelReason", "is required for CANCELLED");
  if (status !== "CANCELLED" && cancelReason !== undefined) reader.fault("cancelReason", "goes only with CANCELLED");
  if ((status === "IN_PROGRESS" || status === "NO_SHOW") && startsAt > tx.now)
    reader.fault("status", `must not be ${status} before the session starts`);
  if (status === "COMPLETED" && endsAt > tx.now)
    reader.fault("status", "must not be COMPLETED before the session ends");
};

interface Identity {
  externalRef: string | null;
  simulatorId: string;
  instructorId: string | null;
  trainees: readonly { id: string }[];
  startsAt: string;
  endsAt: string;
}

/** Your own reference where there is one; else who sits where and when. */
const keyOf = ({ externalRef, simulatorId, instructorId, trainees, startsAt, endsAt }: Identity): string =>
  externalRef === null
    ? JSON.stringify([simulatorId, startsAt, endsAt, instructorId, trainees.map(({ id }) => id).toSorted()])
    : `ref ${externalRef}`;

const keyOfBooking = (row: Booking): string =>
  keyOf({ ...row, simulatorId: row.simulator.id, instructorId: row.instructor?.id ?? null });
