import { fail, type Failure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type Claim, type Conflict, findConflicts } from "./queries.ts";
import { occupies } from "./rules.ts";
import type { Booking } from "./schema.ts";

/**
 * Who stands in whose way, by place in the batch: against what is booked, and among the batch itself, where the
 * earlier one wins. Call with the devices and people locked, else two callers may both find nothing.
 */
export const conflictsOf = async (tx: CenterTx, bookings: readonly Booking[]): Promise<Map<number, Failure>> => {
  const claims = bookings.flatMap((row, ordinal) => (occupies(row.status) ? claimsOf(row, ordinal) : []));
  if (claims.length === 0) return new Map();
  const booked = await findConflicts(tx, claims);
  const failures = new Map(booked.map((conflict) => [conflict.ordinal, overlap(conflict, bookings[conflict.ordinal])]));
  for (const conflict of conflictsWithin(claims, failures)) {
    failures.set(conflict.ordinal, overlap(conflict, bookings[conflict.ordinal]));
  }
  return failures;
};

const claimsOf = (row: Booking, ordinal: number): Claim[] =>
  [row.simulator, ...row.trainees, ...(row.instructor ? [row.instructor] : [])].map(({ id }) => ({
    ordinal,
    bookingId: row.id,
    resourceId: id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
  }));

/** Sweeps each resource's claims by time. One already refused is in nobody's way. */
const conflictsWithin = (claims: readonly Claim[], refused: ReadonlyMap<number, Failure>): Conflict[] => {
  const found: Conflict[] = [];
  const lost = new Set(refused.keys());
  for (const own of Map.groupBy(claims, ({ resourceId }) => resourceId).values()) {
    let holder: Claim | undefined;
    for (const claim of own.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.ordinal - b.ordinal)) {
      if (lost.has(claim.ordinal)) continue;
      if (!holder || holder.endsAt <= claim.startsAt) {
        holder = claim;
        continue;
      }
      const [winner, loser] = holder.ordinal < claim.ordinal ? [holder, claim] : [claim, holder];
      lost.add(loser.ordinal);
      found.push({ ...loser, conflictingId: winner.bookingId, startsAt: winner.startsAt, endsAt: winner.endsAt });
      holder = winner;
    }
  }
  return found;
};

const overlap = ({ resourceId, conflictingId, startsAt, endsAt }: Conflict, row: Booking | undefined): Failure =>
  fail(
    "booking_overlap",
    `${nameIn(row, resourceId)} is booked from ${startsAt} to ${endsAt} (booking ${conflictingId}). ` +
      "Choose another time, or another device or person.",
    { conflictingId },
  );

const nameIn = (row: Booking | undefined, id: string): string => {
  if (!row) return "It";
  if (row.simulator.id === id) return `Simulator ${row.simulator.name}`;
  if (row.instructor?.id === id) return `Instructor ${row.instructor.name}`;
  return `Trainee ${row.trainees.find((trainee) => trainee.id === id)?.name ?? id}`;
};
