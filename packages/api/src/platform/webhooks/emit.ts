import { statement } from "@aviationalley/db/client.ts";
import type { z } from "zod";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import type { EventDefinition } from "../../lib/events.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { eventId, MOMENT } from "./event-ids.ts";
import { tellUnmatched, wake } from "./wake.ts";
import { ENVELOPE_VERSION } from "./wire.ts";

/**
 * One statement: the events, and for each endpoint that subscribes now a delivery and its place in the queue. It locks
 * nothing: an endpoint's held clock is read as of this instant, and a pause that begins meanwhile counts from its own.
 * Whose center it is the planner is not told either: it would plan anew for each change (0.6 ms, as long as the rest).
 */
const insertEvents = statement<{ endpoint_id: string }>(
  "webhooks.insert_events",
  `with ${MOMENT}, event as materialized (
     select ${eventId("m.us + e.place")} as id, e.subject_id, e.version, e.data
       from moment m cross join ${unnested("$4::uuid[]", "$5::int[]", "$6::json[]")}
                              with ordinality as e(subject_id, version, data, place)
   ), subscriber as materialized (
     select distinct s.endpoint_id,
            coalesce(state.held_since, now()) - state.held_for + interval '24 hours' as expires_at
       from endpoint_subscriptions s join endpoint_states state using (endpoint_id)
      where s.center_id = (select $1::uuid) and s.pattern = ${anyOf("$7::text[]")}
   ), kept as (
     insert into events (center_id, id, type, subject_id, version, data, created_at, unmatched, api_version)
     select $1, e.id, $2, e.subject_id, e.version, e.data, $3, not exists (select from subscriber), $8 from event e
   ), delivery as materialized (
     select uuid_beside(e.id) as id, e.id as event_id, s.endpoint_id, s.expires_at from event e cross join subscriber s
   ), made as (
     insert into deliveries (center_id, id, endpoint_id, event_id, type, created_at)
     select $1, d.id, d.endpoint_id, d.event_id, $2, $3 from delivery d
   ), queued as (
     insert into delivery_queue (endpoint_id, delivery_id, center_id, event_id, due_at, expires_at)
     select d.endpoint_id, d.id, $1, d.event_id, $3, d.expires_at from delivery d
   )
   select endpoint_id from subscriber`,
);

/** What has an id and a version can be the object of an event. */
interface Subject {
  id: string;
  version: number;
}

/** One change: the resource as it is now, and the earlier values of the fields that changed (null where it is new). */
export interface Change<Resource> {
  object: Resource;
  previous: Partial<Resource> | null;
}

/**
 * Records that something happened, in the caller's own transaction: the event and its deliveries exist if and only if
 * the change commits. What is awaited here is only that it is sent: the work goes on meanwhile, and COMMIT waits. Imports
 * bring the past along and say nothing.
 */
export const emit = <Shape extends z.ZodType<Subject>>(
  tx: CenterTx,
  event: EventDefinition<Shape>,
  object: z.output<Shape>,
  previous: Partial<z.output<Shape>> | null,
): Promise<void> => emitAll(tx, event, [{ object, previous }]);

/** The same event for many rows in one statement, as the timed jobs need it. */
export const emitAll = async <Shape extends z.ZodType<Subject>>(
  tx: CenterTx,
  event: EventDefinition<Shape>,
  changes: readonly Change<z.output<Shape>>[],
): Promise<void> => {
  if (tx.origin === "import" || changes.length === 0) return;
  let ids: readonly string[] = [];
  tx.post(
    insertEvents,
    [
      tx.centerId,
      event.type,
      tx.at,
      changes.map(({ object }) => object.id),
      changes.map(({ object }) => object.version),
      changes.map(({ object, previous }) => JSON.stringify({ object, previous })),
      patternsOf(event.type),
      ENVELOPE_VERSION,
    ],
    (subscribers) => (ids = subscribers.map(({ endpoint_id }) => endpoint_id)),
  );
  tx.afterCommit(() => (ids.length > 0 ? wake(ids) : tellUnmatched(tx.centerId)));
};

const known = new Map<string, readonly string[]>();

/** What a subscription to this type may say: `a.b.c` is also in `a.b.*`, `a.*` and `*`. */
export const patternsOf = (type: string): readonly string[] => {
  const patterns = known.get(type) ?? [type, ...familiesOf(type), "*"];
  known.set(type, patterns);
  return patterns;
};

const familiesOf = (type: string): string[] => {
  const parts = type.split(".");
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join(".")}.*`);
};
