import { statement } from "@aviationalley/db/client.ts";
import { fail, type Failure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type Keeper, subscriberOf } from "./services.ts";
import {
  isConfidentialType,
  refuseSubscriptionAbove,
  sendsConfidential,
  type SubscriptionPolicy,
} from "./subscriptions.ts";

/**
 * Starts from the events of these types, which are few however much waits at the endpoint; each one's deliveries lie in
 * the millisecond of its id. Examples that staff sent tell of nobody.
 */
const selectWaiting = statement<{ waits: boolean }>(
  "webhooks.confidential_waits",
  `select exists (
            select from events e cross join lateral (
              select from deliveries d
               where d.center_id = $1 and d.id between uuid_floor(e.id) and uuid_ceiling(e.id)
                 and d.event_id = e.id and d.endpoint_id = $2 and d.state <> 'DELIVERED' limit 1) delivery
             where e.center_id = $1 and e.type = any($3::text[]) and not e.sample)
       or exists (
            select from recoveries
             where center_id = $1 and endpoint_id = $2 and state = 'RUNNING' and types && $3::text[]) as waits`,
);

/**
 * Where an endpoint points, and what it signs with, is nobody's to change who may not subscribe it to what it gets, nor
 * to what it got: what waits for it, and what failed and may be sent again, follows it wherever it points.
 */
export const refuseConfidential = async (
  tx: CenterTx,
  by: Keeper,
  policy: SubscriptionPolicy,
  endpoint: { readonly id: string; readonly events: readonly string[] },
): Promise<Failure | undefined> => {
  const above = refuseSubscriptionAbove(policy, subscriberOf(by), endpoint.events);
  if (above || sendsConfidential(subscriberOf(by))) return above;
  const types = policy.types.map(({ type }) => type).filter((type) => isConfidentialType(policy, type));
  if (types.length === 0) return undefined;
  const { waits } = await tx.one(selectWaiting, [tx.centerId, endpoint.id, types]);
  return waits
    ? fail(
        "insufficient_role",
        "Confidential deliveries wait for this endpoint or have failed here: only an OWNER may change it.",
      )
    : undefined;
};
