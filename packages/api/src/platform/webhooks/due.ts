import { type Db, statement } from "@aviationalley/db/client.ts";
import { OPEN_AFTER } from "./circuit.ts";

/** An endpoint that has something to send now. */
export interface Due {
  readonly endpointId: string;
  /** Nothing is being sent to it: nobody may be at it. */
  readonly idle: boolean;
}

const selectDue = statement<{ endpoint_id: string; idle: boolean }>(
  "webhooks.endpoints_due",
  `select endpoint_id, s.in_flight = 0 as idle
     from endpoints_due($1) as endpoint_id join endpoint_states s using (endpoint_id)`,
);

/** What has something to send now: what wake-ups may have missed, retries and probes. */
export const endpointsDue = async (db: Db): Promise<Due[]> =>
  (await db.many(selectDue, [OPEN_AFTER])).map(({ endpoint_id, idle }) => ({ endpointId: endpoint_id, idle }));
