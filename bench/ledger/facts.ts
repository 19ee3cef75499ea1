import { composeBody, publicDeliveryId } from "@aviationalley/api/platform/webhooks/wire.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { hash } from "node:crypto";

/** A booking or a work order; `name` is what its producer called it. */
export interface Thing {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

export interface EventFact {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly version: number;
  /** Milliseconds since 1970, by the database's clock, when its transaction began. */
  readonly at: number;
}

export interface DeliveryFact {
  /** `del_…`, as receivers know it. */
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  /** Attempts that are kept. */
  readonly kept: number;
  /** SHA-256 of the bytes that are to be sent. */
  readonly body: string;
}

/** Everything that the database says once all is over. */
export interface Facts {
  readonly things: readonly Thing[];
  readonly events: readonly EventFact[];
  readonly deliveries: readonly DeliveryFact[];
  /** Deliveries that still wait. */
  readonly queued: readonly string[];
  /** Leases that nobody gave back. */
  readonly claims: readonly string[];
  /** Endpoints that count something in flight. */
  readonly inFlight: readonly string[];
}

const selectThings = statement<Thing>(
  "ledger.things",
  `select id, version, split_part(document ->> 'notes', ' ', 1) as name from bookings where center_id = $1
   union all
   select id, version, document ->> 'title' from work_orders where center_id = $1`,
);

const selectEvents = statement<{
  id: string;
  type: string;
  subject: string;
  version: number;
  data: string;
  created_at: string;
  api_version: string;
}>(
  "ledger.events",
  `select id, type, subject_id as subject, version, data::text as data, api_version,
          to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at
     from events where center_id = $1 order by id`,
);

const selectDeliveries = statement<Omit<DeliveryFact, "body">>(
  "ledger.deliveries",
  `select d.id, d.event_id as event, d.endpoint_id as endpoint, d.state, d.reason, d.attempts,
          (select count(*)::int from attempts a where a.center_id = d.center_id and a.delivery_id = d.id) as kept
     from deliveries d where d.center_id = $1 order by d.id`,
);

const selectQueued = statement<{ id: string }>(
  "ledger.queued",
  "select delivery_id as id from delivery_queue where center_id = $1",
);
const selectClaims = statement<{ id: string }>("ledger.claims", "select token::text as id from delivery_claims");
const selectInFlight = statement<{ id: string }>(
  "ledger.in_flight",
  "select endpoint_id as id from endpoint_states where center_id = $1 and in_flight <> 0",
);

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Reads it all; the bytes of every delivery are composed anew from what was committed. */
export const readFacts = async (db: Db, center: CenterId): Promise<Facts> => {
  const events = await db.many(selectEvents, [center]);
  const stored = new Map(
    events.map(({ id, type, data, created_at: createdAt, api_version: apiVersion }) => [
      id,
      { id, type, data, createdAt, apiVersion, centerId: center },
    ]),
  );
  const bodyOf = (delivery: string, event: string): string => {
    const found = stored.get(event);
    return found ? hash("sha256", composeBody(delivery, found, "test")) : "of no event";
  };
  const deliveries = await db.many(selectDeliveries, [center]);
  return {
    things: await db.many(selectThings, [center]),
    events: events.map(({ id, type, subject, version, created_at: createdAt }) => {
      return { id, type, subject, version, at: Date.parse(createdAt) };
    }),
    deliveries: deliveries.map((one) => ({ ...one, id: publicDeliveryId(one.id), body: bodyOf(one.id, one.event) })),
    queued: idsOf(await db.many(selectQueued, [center])),
    claims: idsOf(await db.many(selectClaims, [])),
    inFlight: idsOf(await db.many(selectInFlight, [center])),
  };
};
