import { type Queryable, statement } from "@aviationalley/db/client.ts";

const advance = statement<never>(
  "webhooks.probe_now",
  "update endpoint_states set probe_at = now() where endpoint_id = $1 and probe_at > now()",
);

/**
 * Tries an endpoint whose circuit is open now: whoever sends by hand mostly knows that the receiver is mended, and waits
 * for it. Call it before anything else of the endpoint's is written, since settling locks its state first, too.
 */
export const probeNow = async (tx: Queryable, endpointId: string): Promise<void> => {
  await tx.run(advance, [endpointId]);
};
