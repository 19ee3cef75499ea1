import { type CenterId, type Db, type Queryable, statement } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { lockMaking, makeDeliveries, type Pair } from "./make-deliveries.ts";
import type { Keeper } from "./services.ts";
import { wake } from "./wake.ts";

const selectEvent = statement<{ type: string; sample: boolean }>(
  "webhooks.replayable",
  "select type, sample from events where center_id = $1 and id = $2",
);

/** A pattern matches its own type, what its family holds, or all; the same that emit's `patternsOf` says the other way. */
const selectMissing = statement<{ event_id: string; endpoint_id: string }>(
  "webhooks.subscribers_without",
  `select distinct e.id as event_id, s.endpoint_id
     from events e join endpoint_subscriptions s on s.center_id = e.center_id
      and (s.pattern in ('*', e.type) or (s.pattern like '%.*' and starts_with(e.type, left(s.pattern, -1))))
    where e.center_id = $1 and e.id = any($2::uuid[])
      and not exists (select from deliveries d
                       where d.center_id = $1 and d.id between uuid_floor(e.id) and uuid_ceiling(e.id)
                         and d.event_id = e.id and d.endpoint_id = s.endpoint_id)`,
);

/** Which endpoints are subscribed to these events now and never got them. */
export const findMissing = async (tx: Queryable, centerId: CenterId, eventIds: readonly string[]): Promise<Pair[]> =>
  (await tx.many(selectMissing, [centerId, eventIds])).map((row) => ({
    eventId: row.event_id,
    endpointId: row.endpoint_id,
  }));

/** Sends one event to all who subscribe now and never got it. Who got it is served by Resend. */
export const replayEvent = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  eventId: string,
  sees: (type: string) => boolean,
): Promise<{ deliveries: number } | Failure> =>
  transaction(db, centerId, async (tx) => {
    const event = await tx.maybe(selectEvent, [centerId, eventId]);
    if (!event || !sees(event.type)) return notFound("event");
    if (event.sample) return fail("conflict", "This was a test event: it happened to nobody, and is not replayed.");
    await lockMaking(tx, centerId);
    const made = await makeDeliveries(tx, centerId, await findMissing(tx, centerId, [eventId]));
    await record(
      tx,
      by,
      "webhook_event.replayed",
      { type: "webhook_event", id: eventId },
      { type: event.type, deliveries: made.length },
    );
    tx.afterCommit(() => wake(made.map(({ endpoint_id }) => endpoint_id)));
    return { deliveries: made.length };
  });
