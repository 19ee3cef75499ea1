import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { brokenConstraint } from "../../../lib/constraints.ts";
import { fail, type Failure, isFailure, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { emitAll } from "../../../platform/webhooks/emit.ts";
import { conflictsOf } from "../conflicts.ts";
import { bookingCreated } from "../events.ts";
import { findReferences, insertBookings } from "../queries.ts";
import { lockResources, quote, type Resources } from "../resources.ts";
import { invalidSession, sessionFaults } from "../rules.ts";
import type { Booking, BookingDraft, BookingStatus } from "../schema.ts";

/** A draft; an import may bring the state that the session is in by now. */
export interface NewBooking extends BookingDraft {
  status?: BookingStatus | undefined;
  cancelReason?: string | null | undefined;
}

/** Books one session. */
export const createBooking = (db: Db | CenterTx, centerId: CenterId, draft: NewBooking): Promise<Booking | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [booked] = await createBookings(tx, [draft]);
    if (!booked) throw new Error("A batch of one has one outcome.");
    return booked;
  }).catch(asOverlap);

/**
 * Books a batch: each outcome stands at its draft's place, and the good ones are written. A single booking is a batch
 * of one. Within a batch, the earlier of two that collide is booked.
 */
export const createBookings = async (tx: CenterTx, drafts: readonly NewBooking[]): Promise<(Booking | Failure)[]> => {
  const wanted = drafts.map((draft) => ({ ...draft, instructorId: draft.instructorId ?? null }));
  const resources = await lockResources(tx, wanted);
  const outcomes = await Promise.all(wanted.map((draft) => judge(tx, draft, resources)));
  await refuse(outcomes, (rows) => takenReferences(tx, rows));
  await refuse(outcomes, (rows) => conflictsOf(tx, rows));
  const booked = outcomes.filter(isSuccess);
  if (booked.length > 0) await insertBookings(tx, booked);
  await emitAll(
    tx,
    bookingCreated,
    booked.map((object) => ({ object, previous: null })),
  );
  return outcomes;
};

const judge = async (
  tx: CenterTx,
  draft: NewBooking & { instructorId: string | null },
  resources: Resources,
): Promise<Booking | Failure> => {
  const faults = sessionFaults(draft, tx.now, tx.origin);
  if (faults.length > 0) return invalidSession(faults);
  const quoted = await quote(tx, draft, resources);
  if (isFailure(quoted)) return quoted;
  if (tx.origin === "change" && resources.simulators.get(draft.simulatorId)?.status === "OUT_OF_SERVICE")
    return outOfService(quoted.simulator.name);
  return {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    ...quoted,
    startsAt: draft.startsAt,
    endsAt: draft.endsAt,
    sessionType: draft.sessionType,
    notes: draft.notes ?? null,
    externalRef: draft.externalRef ?? null,
    status: draft.status ?? "SCHEDULED",
    cancelReason: draft.cancelReason ?? null,
  };
};

/** Runs a check over the outcomes that still stand, and puts its failures in their places. */
const refuse = async (
  outcomes: (Booking | Failure)[],
  check: (rows: readonly Booking[]) => Promise<Map<number, Failure>>,
): Promise<void> => {
  const standing = outcomes.flatMap((outcome, place) => (isFailure(outcome) ? [] : [{ outcome, place }]));
  const failures = await check(standing.map(({ outcome }) => outcome));
  for (const [index, { place }] of standing.entries()) {
    const failure = failures.get(index);
    if (failure) outcomes[place] = failure;
  }
};

export const outOfService = (simulator: string): Failure =>
  fail(
    "device_out_of_service",
    `Simulator ${simulator} is out of service while a critical work order on it is open. Choose another simulator, or close the work order first.`,
  );

/** References that another booking, or an earlier one of the batch, has. */
export const takenReferences = async (tx: CenterTx, rows: readonly Booking[]): Promise<Map<number, Failure>> => {
  const holders = await findReferences(
    tx,
    rows.flatMap(({ externalRef }) => externalRef ?? []),
  );
  const failures = new Map<number, Failure>();
  for (const [index, { id, externalRef }] of rows.entries()) {
    if (externalRef === null) continue;
    const holder = holders.get(externalRef);
    if (holder !== undefined && holder !== id) failures.set(index, taken(externalRef, holder));
    else holders.set(externalRef, id);
  }
  return failures;
};

const taken = (externalRef: string, holder: string): Failure =>
  fail(
    "duplicate_reference",
    `externalRef "${externalRef}" belongs to booking ${holder}. Use another, or change that booking.`,
    {
      conflictingId: holder,
    },
  );

/** The constraints are the net under the locks: should one catch something, the caller gets the same code. */
export const asOverlap = (error: unknown): Failure => {
  const constraint = brokenConstraint(error);
  if (constraint === "bookings_simulator_overlap" || constraint === "booking_people_overlap")
    return fail(
      "booking_overlap",
      "The simulator or someone in the session was booked for this time just now. List the bookings and choose again.",
    );
  throw error;
};
