import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { fail, type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { isOutOfService } from "../../devices/reads.ts";
import { asOverlap, outOfService, takenReferences } from "./create.ts";
import { conflictsOf } from "../conflicts.ts";
import { bookingCancelled, bookingCompleted, bookingNoShow, bookingStarted, bookingUpdated } from "../events.ts";
import { findBooking, findBookingForUpdate, updateBookings } from "../queries.ts";
import { lockResources, quote, type Resources, type Wanted } from "../resources.ts";
import { invalidSession, move, sessionFaults, TRANSITIONS } from "../rules.ts";
import type { booking, Booking, BookingChange, BookingStatus } from "../schema.ts";

type Changed = Promise<Booking | Failure>;

/** Reschedules, reassigns, annotates, or cancels (`status: CANCELLED`). What changes nothing is no change. */
export const changeBooking = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  change: BookingChange,
): Changed => {
  if (change.status === "CANCELLED") {
    const { status: _, cancelReason, ...others } = change;
    return Object.keys(others).length > 0
      ? Promise.resolve(invalid(Object.keys(others)[0] ?? "", "cannot change in the same request as a cancellation"))
      : cancelBooking(db, centerId, target, cancelReason);
  }
  if (change.cancelReason !== undefined)
    return Promise.resolve(invalid("cancelReason", "goes only with status CANCELLED"));
  return transaction(db, centerId, async (tx) => {
    // Devices and people before the booking, as whoever books or renames them: the other way round is a deadlock.
    const seen = await findBooking(tx, tx.centerId, target.id);
    if (!seen) return notFound("booking");
    const expected = wantedOf(seen, change);
    const resources = await lockResources(tx, [expected]);
    const row = await loadForChange(tx, target);
    if (isFailure(row)) return row;
    const wanted = wantedOf(row, change);
    const isAsExpected = JSON.stringify(wanted) === JSON.stringify(expected);
    return rewrite(tx, row, change, wanted, isAsExpected ? resources : await lockResources(tx, [wanted]));
  }).catch(asOverlap);
};

const wantedOf = (row: Booking, change: BookingChange): Wanted => ({
  simulatorId: change.simulatorId ?? row.simulator.id,
  trainees:
    change.trainees === undefined ? row.trainees.map(({ id, seat }) => ({ id, seat })) : (change.trainees ?? []),
  instructorId: change.instructorId === undefined ? (row.instructor?.id ?? null) : change.instructorId,
});

const rewrite = async (
  tx: CenterTx,
  row: Booking,
  change: BookingChange,
  wanted: Wanted,
  resources: Resources,
): Changed => {
  const quoted = await quote(tx, wanted, resources, row.instructor);
  if (isFailure(quoted)) return quoted;
  const next: Booking = {
    ...row,
    ...quoted,
    startsAt: change.startsAt ?? row.startsAt,
    endsAt: change.endsAt ?? row.endsAt,
    sessionType: change.sessionType ?? row.sessionType,
    notes: change.notes === undefined ? row.notes : change.notes,
    externalRef: change.externalRef === undefined ? row.externalRef : change.externalRef,
  };
  const previous = earlierValues(row, next);
  if (!previous) return row;
  const refused = await refuseChange(tx, row, next, Object.keys(previous));
  if (refused) return refused;
  // The device is judged as in a new booking where it is to be used at another time, or is another one.
  const isMoved = ["simulator", "startsAt", "endsAt"].some((field) => field in previous);
  if (isMoved && resources.simulators.get(next.simulator.id)?.status === "OUT_OF_SERVICE")
    return outOfService(next.simulator.name);
  return save(tx, next, bookingUpdated, previous);
};

const ANNOTATIONS = new Set(["notes", "externalRef"]);

/** Time, device, people and kind change only while SCHEDULED; notes and the reference at any time. */
const refuseChange = async (
  tx: CenterTx,
  row: Booking,
  next: Booking,
  changed: string[],
): Promise<Failure | undefined> => {
  const session = changed.filter((field) => !ANNOTATIONS.has(field));
  if (session.length > 0 && row.status !== "SCHEDULED")
    return fail(
      "invalid_transition",
      `A booking that is ${row.status} keeps its ${session.join(", ")}; only notes and externalRef can still change.`,
      { allowed: TRANSITIONS[row.status] },
    );
  if (session.length > 0) {
    const faults = sessionFaults(next, tx.now, next.startsAt === row.startsAt ? "import" : "change");
    if (faults.length > 0) return invalidSession(faults);
  }
  const taken = changed.includes("externalRef") ? await takenReferences(tx, [next]) : new Map<number, Failure>();
  return taken.get(0) ?? (session.length > 0 ? (await conflictsOf(tx, [next])).get(0) : undefined);
};

/** Cancels, with the reason that everyone will read. */
export const cancelBooking = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  reason: string | undefined,
): Changed =>
  reason === undefined
    ? Promise.resolve(invalid("cancelReason", "is required to cancel: say why"))
    : transition(db, centerId, target, "CANCELLED", bookingCancelled, reason);

export const startBooking = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "IN_PROGRESS", bookingStarted);

export const completeBooking = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "COMPLETED", bookingCompleted);

export const recordNoShow = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "NO_SHOW", bookingNoShow);

const transition = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  to: BookingStatus,
  event: EventDefinition<typeof booking>,
  reason?: string,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await loadForChange(tx, target);
    if (isFailure(row)) return row;
    const next = move(row, to, tx.now, reason);
    if (isFailure(next)) return next;
    // The repair itself is done on a device that is out of service.
    const needsDevice = to === "IN_PROGRESS" && row.sessionType !== "MAINTENANCE";
    if (needsDevice && (await isOutOfService(tx, row.simulator.id))) return outOfService(row.simulator.name);
    return save(tx, next, event, earlierValues(row, next));
  });

const loadForChange = async (tx: CenterTx, { id, expectedVersion }: Target): Changed => {
  const row = await findBookingForUpdate(tx, id);
  if (!row) return notFound("booking");
  return staleVersion("booking", row, expectedVersion) ?? row;
};

const save = async (
  tx: CenterTx,
  next: Booking,
  event: EventDefinition<typeof booking>,
  previous: Partial<Booking> | null,
): Promise<Booking> => {
  const saved = { ...next, version: next.version + 1, updatedAt: tx.at };
  await updateBookings(tx, [saved]);
  await emit(tx, event, saved, previous);
  return saved;
};

const invalid = (path: string, message: string): Failure =>
  fail("invalid_request", `${path} ${message}.`, { errors: [{ path, message }] });
