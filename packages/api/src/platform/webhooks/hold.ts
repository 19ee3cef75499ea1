import { type Queryable, statement } from "@aviationalley/db/client.ts";

/** `held_since` stays where it was held already: time stands still once. */
const hold = statement<never>(
  "webhooks.hold",
  `update endpoint_states
      set status = $2, disabled_reason = $3, held_since = coalesce(held_since, now())
    where endpoint_id = $1 and status <> 'DELETED'`,
);

const release = statement<never>(
  "webhooks.release",
  `update endpoint_states
      set status = 'ACTIVE', disabled_reason = null, held_for = held_for + (now() - held_since), held_since = null,
          failures = 0, failing_since = null, probe_at = null, warned_at = null
    where endpoint_id = $1 and status in ('PAUSED', 'DISABLED')`,
);

/**
 * Holds an endpoint's deliveries: they are still made, and their 24 hours stand still. Constant work whatever waits.
 * What is in flight is settled as ever. A deleted endpoint's deliveries fail by themselves (see fail-unattempted.ts).
 */
export const holdEndpoint = async (
  tx: Queryable,
  endpointId: string,
  status: "PAUSED" | "DISABLED" | "DELETED",
): Promise<void> => {
  await tx.run(hold, [endpointId, status, status === "DISABLED" ? "STAFF" : null]);
};

/** Lets a held endpoint go on, with a closed circuit. Call `wake` after the commit. */
export const releaseEndpoint = async (tx: Queryable, endpointId: string): Promise<void> => {
  await tx.run(release, [endpointId]);
};
