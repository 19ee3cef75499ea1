import { statement } from "@aviationalley/db/client.ts";
import { enqueueAll } from "../enqueue-all.ts";
import { keepEvent } from "../events.ts";

/** `node enqueue.ts …`: the event, and a row for each endpoint, one insert after the other. */
const insert = statement<never>(
  "bench.naive_insert",
  "insert into naive_deliveries (id, center_id, event_id, next_attempt_at) values ($1, $2, $3, $4)",
);

await enqueueAll(async (tx, event, jobs) => {
  await keepEvent(tx, event);
  for (const { deliveryId } of jobs) await tx.run(insert, [deliveryId, event.centerId, event.id, event.createdAt]);
});
process.disconnect();
