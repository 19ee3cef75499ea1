import { statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Booking } from "./schema.ts";

const alike = statement<{ document: string }>(
  "bookings.alike",
  `select document from bookings where center_id = $1 and external_ref = ${anyOf("$2::text[]")}
   union all
   select document from bookings where center_id = $1 and starts_at = ${anyOf("$3::timestamptz[]")} and external_ref is null`,
);

/** Bookings with one of these external references, or that have none and start at one of these instants. */
export const bookingsAlike = async (
  tx: CenterTx,
  externalRefs: readonly string[],
  startsAt: readonly string[],
): Promise<Booking[]> => {
  const rows = await tx.many(alike, [tx.centerId, externalRefs, startsAt]);
  return rows.map(({ document }) => JSON.parse(document) as Booking); // written by this module alone
};

const taught = statement<{ instructorId: string; startsAt: string; endsAt: string }>(
  "bookings.taught_by",
  `select instructor_id as "instructorId", starts_at as "startsAt", ends_at as "endsAt" from bookings
    where center_id = $1 and starts_at > $2 and starts_at < $3 and instructor_id = ${anyOf("$4::uuid[]")}
      and status in ('SCHEDULED', 'IN_PROGRESS', 'COMPLETED')`,
);

/** The sessions that these instructors teach, or taught, which start within the span. */
export const sessionsTaughtBy = (
  tx: CenterTx,
  instructorIds: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<{ instructorId: string; startsAt: string; endsAt: string }[]> =>
  tx.many(taught, [tx.centerId, from, to, instructorIds]);
