import type { Db } from "@aviationalley/db/client.ts";
import { failUnattempted } from "./fail-unattempted.ts";
import { mailNotices } from "./notices.ts";
import { keepHistory } from "./partitions.ts";

/** The engine's housekeeping, run each minute by workers and by the cron: what it writes to the outbox is mailed after it. */
export const webhookChores = (publicUrl: string): { name: string; run: (db: Db) => Promise<number> }[] => [
  { name: "fail deliveries that get no attempt any more", run: (db) => failUnattempted(db, Date.now()) },
  { name: "mail what happened to webhook endpoints", run: mailNotices(publicUrl) },
  { name: "keep 30 days of webhook history", run: (db) => keepHistory(db) },
];
