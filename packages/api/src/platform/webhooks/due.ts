import { type Db, statement } from "@aviationalley/db/client.ts";
import { OPEN_AFTER } from "./circuit.ts";

const selectDue = statement<{ endpoint_id: string }>(
  "webhooks.endpoints_due",
  "select endpoint_id from endpoints_due($1) as endpoint_id",
);

/** The endpoints that have something to send now: what wake-ups may have missed, retries and probes. */
export const endpointsDue = async (db: Db): Promise<string[]> =>
  (await db.many(selectDue, [OPEN_AFTER])).map(({ endpoint_id }) => endpoint_id);
