import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { findEndpoint } from "./endpoint-queries.ts";
import { subject } from "./endpoints.ts";
import { eventId, MOMENT } from "./event-ids.ts";
import { makeDeliveries } from "./make-deliveries.ts";
import { probeNow } from "./probe.ts";
import type { Keeper } from "./services.ts";
import { wake } from "./wake.ts";
import { ENVELOPE_VERSION } from "./wire.ts";

/** An example of each type's `data.object`; undefined for a type that does not exist. */
export type SampleOf = (type: string) => { readonly id: string; readonly version: number } | undefined;

const insertSample = statement<{ id: string }>(
  "webhooks.insert_sample",
  `with ${MOMENT}
   insert into events (center_id, id, type, subject_id, version, data, created_at, unmatched, sample, api_version)
   select $1, ${eventId("us")}, $2, $3, $4, $5, $6, false, true, $7 from moment returning id`,
);

/**
 * Sends an endpoint an example of one type, subscribed or not, on the way that every delivery takes: signed, guarded,
 * retried, kept. The example is about nothing that exists: its ids are those of the docs.
 */
export const sendTestEvent = (
  db: Db | CenterTx,
  by: Keeper,
  sampleOf: SampleOf,
  centerId: CenterId,
  endpointId: string,
  type: string,
): Promise<{ deliveryId: string; eventId: string } | Failure> =>
  transaction(db, centerId, async (tx) => {
    if (!(await findEndpoint(tx, centerId, endpointId))) return notFound("webhook endpoint");
    const object = sampleOf(type);
    if (!object)
      return fail("invalid_request", `There is no event "${type}".`, {
        errors: [{ path: "type", message: "is no event type" }],
      });
    await probeNow(tx, endpointId);
    const data = JSON.stringify({ object: { ...object, centerId }, previous: null });
    const values = [centerId, type, object.id, object.version, data, tx.at, ENVELOPE_VERSION];
    const event = await tx.one(insertSample, values);
    const [delivery] = await makeDeliveries(tx, centerId, [{ eventId: event.id, endpointId }]);
    if (!delivery) return notFound("webhook endpoint");
    await record(tx, by, "webhook_endpoint.tested", subject(endpointId), { type, deliveryId: delivery.id });
    tx.afterCommit(() => wake([endpointId]));
    return { deliveryId: delivery.id, eventId: event.id };
  });
