import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { findEndpointForUpdate } from "./endpoint-queries.ts";
import { present, subject } from "./endpoints.ts";
import { holdEndpoint, releaseEndpoint } from "./hold.ts";
import type { WebhookEndpoint } from "./schema.ts";
import type { Keeper } from "./services.ts";
import { tellChanged, wake } from "./wake.ts";

/** Holds what is made for an endpoint; the 24 hours of what waits stand still. One that is held already stays as it is. */
export const pauseEndpoint = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  id: string,
): Promise<WebhookEndpoint | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    if (old.state === "DISABLED")
      return fail("invalid_transition", "A disabled endpoint is held already; it can be resumed.", {
        allowed: ["ACTIVE"],
      });
    if (old.state === "ACTIVE") {
      await holdEndpoint(tx, id, "PAUSED");
      await record(tx, by, "webhook_endpoint.paused", subject(id), { url: old.url });
      tx.afterCommit(() => tellChanged([id]));
    }
    return present(tx, id);
  });

/** Lets a paused or disabled endpoint go on, with a closed circuit; what was held is due at once. */
export const resumeEndpoint = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  id: string,
): Promise<WebhookEndpoint | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    if (old.state !== "ACTIVE") {
      await releaseEndpoint(tx, id);
      await record(tx, by, "webhook_endpoint.resumed", subject(id), { url: old.url, from: old.state });
      tx.afterCommit(() => wake([id]));
    }
    return present(tx, id);
  });
