import { type Db, statement } from "@aviationalley/db/client.ts";
import { OPEN_AFTER } from "./circuit.ts";

/** An endpoint that has something to send now. */
export interface Due {
  readonly endpointId: string;
  /** Nothing is being sent to it: nobody may be at it. */
  readonly idle: boolean;
  /** As much is being sent to it as it may get: a claim would bring nothing now. */
  readonly full: boolean;
}

const selectDue = statement<{ endpoint_id: string; idle: boolean; full: boolean }>(
  "webhooks.endpoints_due",
  `select endpoint_id, s.in_flight = 0 as idle, s.in_flight >= places(e.max_in_flight, s.failures) as full
     from endpoints_due($1) as endpoint_id join endpoint_states s using (endpoint_id)
          join endpoints e on e.center_id = s.center_id and e.id = s.endpoint_id`,
);

/** What has something to send now: what wake-ups may have missed, retries and probes. */
export const endpointsDue = async (db: Db): Promise<Due[]> =>
  (await db.many(selectDue, [OPEN_AFTER])).map(({ endpoint_id, ...due }) => ({ endpointId: endpoint_id, ...due }));
