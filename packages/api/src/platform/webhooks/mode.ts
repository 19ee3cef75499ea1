import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";

const selectMode = statement<{ mode: "live" | "test" }>("webhooks.mode", "select mode from centers where id = $1");

/** Whether a center is live or a sandbox, by which destinations are judged. */
export const findMode = async (db: Queryable, centerId: CenterId): Promise<"live" | "test"> =>
  (await db.one(selectMode, [centerId])).mode;
