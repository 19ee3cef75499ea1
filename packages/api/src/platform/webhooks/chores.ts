import type { Db } from "@aviationalley/db/client.ts";
import { databaseTime } from "./database-time.ts";
import { failUnattempted } from "./fail-unattempted.ts";
import { mailNotices } from "./notices.ts";
import { keepHistory } from "./partitions.ts";

/** The engine's housekeeping, run each minute by workers and by the cron: what it writes to the outbox is mailed after it. */
export const webhookChores = (publicUrl: string): { name: string; run: (db: Db) => Promise<number> }[] => [
  {
    name: "fail deliveries that get no attempt any more",
    run: async (db) => failUnattempted(db, await databaseTime(db)),
  },
  { name: "mail what happened to webhook endpoints", run: mailNotices(publicUrl) },
  { name: "keep 30 days of webhook history", run: async (db) => keepHistory(db, await databaseTime(db)) },
];
