import type { CenterTx } from "@aviationalley/api/lib/transaction.ts";
import type { StoredEvent } from "@aviationalley/api/platform/webhooks/wire.ts";
import { statement } from "@aviationalley/db/client.ts";

const insertEvent = statement<never>(
  "bench.insert_event",
  `insert into events (center_id, id, type, subject_id, version, data, created_at)
   values ($1, $2, $3, $2, 1, $4, $5)`,
);

/** The event itself, for queues whose own statement cannot write it along. */
export const keepEvent = (tx: CenterTx, { id, centerId, type, data, createdAt }: StoredEvent): Promise<number> =>
  tx.run(insertEvent, [centerId, id, type, data, createdAt]);
