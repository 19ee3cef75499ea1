import { newId } from "@aviationalley/api/lib/ids.ts";
import { type Db, statement } from "@aviationalley/db/client.ts";
import type { Attempt } from "./sender.ts";

/** The very rows that our engine keeps. */
const insertAttempts = statement<never>(
  "bench.insert_attempts",
  `insert into attempts (center_id, delivery_id, number, endpoint_id, started_at, duration_ms, outcome, status,
                         request_headers, response_headers, node)
   select $1, delivery_id, 1, $1, started_at, duration, 'delivered', status, request_headers, response_headers, 'bench'
     from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::int[], $6::text[], $7::text[])
       as a(delivery_id, started_at, duration, status, request_headers, response_headers)`,
);

const center = newId();
let kept = 0;

/** Keeps attempts by one statement. */
export const keepAttempts = async (db: Db, attempts: readonly Attempt[]): Promise<void> => {
  await db.run(insertAttempts, [
    center,
    attempts.map(({ deliveryId }) => deliveryId),
    attempts.map(({ startedAt }) => new Date(startedAt)),
    attempts.map(({ duration }) => Math.round(duration)),
    attempts.map(({ status }) => status),
    attempts.map(({ requestHeaders }) => requestHeaders),
    attempts.map(({ responseHeaders }) => responseHeaders),
  ]);
  kept += attempts.length;
};

/** Tells the parent that work has begun, and whenever it asks how many attempts were kept. Ends with the parent. */
export const report = (): void => {
  process.send?.("ready");
  process.on("message", () => process.send?.(kept));
  process.on("disconnect", () => process.exit(0));
};
