import { type Db, statement } from "@aviationalley/db/client.ts";

/** Looked for without the constraint that forbids them, which faults could have harmed. */
const selectDoubleBooked = statement<{ id: string }>(
  "faults.double_booked",
  `select id
     from (select id, starts_at, max(ends_at) over (
                    partition by center_id, simulator_id order by starts_at, id
                    rows between unbounded preceding and 1 preceding) as taken_until
             from bookings where status in ('SCHEDULED', 'IN_PROGRESS')) b
    where taken_until > starts_at`,
);

/** Bookings that begin while their simulator is taken by another. */
export const doubleBooked = async (db: Db): Promise<string[]> =>
  (await db.many(selectDoubleBooked, [])).map(({ id }) => id);
