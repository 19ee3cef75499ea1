import { setTimeout as sleep } from "node:timers/promises";
import type { StoredEvent } from "@aviationalley/api/platform/webhooks/wire.ts";
import { openDatabase, statement } from "@aviationalley/db/client.ts";
import { keepAttempts, report } from "../attempts.ts";
import { composePost } from "../sender.ts";

/**
 * `node work.ts <database url> <origin> <at once>`: what one writes first. A cron reads what is due, and sends by
 * `fetch` and settles each row for itself, so many at once; here the cron comes again at once, not after minutes.
 */
const [url = "", origin = "", atOnce = "1"] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "bench worker" });
const AT_ONCE = Number(atOnce);

interface Row extends StoredEvent {
  deliveryId: string;
}

const selectDue = statement<Row>(
  "bench.naive_due",
  `select d.id as "deliveryId", e.id, e.center_id as "centerId", e.type, e.data, e.created_at as "createdAt",
          e.api_version as "apiVersion"
     from naive_deliveries d join events e on e.center_id = d.center_id and e.id = d.event_id
    where d.status = 'PENDING' and d.next_attempt_at <= now() order by d.next_attempt_at limit 100`,
);
const settle = statement<never>(
  "bench.naive_settle",
  "update naive_deliveries set status = 'DELIVERED', attempts = attempts + 1 where id = $1",
);

const deliver = async ({ deliveryId, ...event }: Row): Promise<void> => {
  const { headers, body } = composePost(deliveryId, event);
  const startedAt = Date.now();
  const response = await fetch(`${origin}/hook`, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) });
  await response.text();
  await keepAttempts(db, [
    {
      deliveryId,
      startedAt,
      duration: Date.now() - startedAt,
      status: response.status,
      requestHeaders: JSON.stringify(headers),
      responseHeaders: JSON.stringify(Object.fromEntries(response.headers)),
    },
  ]);
  await db.run(settle, [deliveryId]);
};

report();
for (;;) {
  const rows = await db.many(selectDue, []);
  if (rows.length === 0) await sleep(100);
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await Promise.all(rows.slice(from, from + AT_ONCE).map(deliver));
}
