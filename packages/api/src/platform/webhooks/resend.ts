import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { probeNow } from "./probe.ts";
import { reopenDeliveries } from "./reopen.ts";
import type { Keeper } from "./services.ts";
import { wake } from "./wake.ts";

const hasten = statement<never>(
  "webhooks.hasten",
  `update delivery_queue set due_at = least(due_at, now())
    where endpoint_id = $1 and delivery_id = $2 and lease_token is null`,
);

const selectDelivery = statement<{ endpoint_id: string; type: string; state: string }>(
  "webhooks.resendable",
  "select endpoint_id, type, state from deliveries where center_id = $1 and id = $2",
);

/**
 * Sends a delivery again, with the same id and bytes, so that receivers which had it drop it. One that is pending
 * anyway is due now. `sees` says whether the caller may know of deliveries of a type.
 */
export const resendDelivery = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  id: string,
  sees: (type: string) => boolean,
): Promise<{ deliveries: number } | Failure> =>
  transaction(db, centerId, async (tx) => {
    const delivery = await tx.maybe(selectDelivery, [centerId, id]);
    if (!delivery || !sees(delivery.type)) return notFound("delivery");
    const { endpoint_id: endpointId, state, type } = delivery;
    await probeNow(tx, endpointId);
    if (state === "PENDING") {
      await tx.run(hasten, [endpointId, id]);
    } else if ((await reopenDeliveries(tx, centerId, [id])).length === 0) {
      return fail(
        "conflict",
        "The endpoint of this delivery was deleted, or the delivery is being sent again already.",
      );
    }
    await record(
      tx,
      by,
      "webhook_delivery.resent",
      { type: "webhook_delivery", id },
      { endpointId, type, from: state },
    );
    tx.afterCommit(() => wake([endpointId]));
    return { deliveries: 1 };
  });
