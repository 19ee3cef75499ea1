import { type Db, statement } from "@aviationalley/db/client.ts";

const selectNow = statement<{ now: number }>(
  "webhooks.now",
  "select (extract(epoch from clock_timestamp()) * 1000)::float8 as now",
);

/** Milliseconds since 1970 by the database's clock: by a node's own, which may be wrong, nothing is to be thrown away. */
export const databaseTime = async (db: Db): Promise<number> => (await db.one(selectNow, [])).now;
