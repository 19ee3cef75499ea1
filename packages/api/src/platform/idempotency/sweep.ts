import { type Db, statement } from "@aviationalley/db/client.ts";

const BATCH = 1_000;

/** `skip locked`: a row that is being claimed anew just now is young again, and other nodes sweep too. */
const remove = statement<never>(
  "idempotency.sweep",
  `delete from idempotency_records where ctid = any (array(
     select ctid from idempotency_records where created_at <= now() - interval '24 hours'
      order by created_at limit ${BATCH} for update skip locked))`,
);

/** Deletes records that are older than 24 hours, in batches; says how many. */
export const sweepIdempotency = async (db: Db): Promise<number> => {
  for (let swept = 0; ;) {
    const batch = await db.run(remove, []);
    swept += batch;
    if (batch < BATCH) return swept;
  }
};
