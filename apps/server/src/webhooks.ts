import { subscriptionPolicy } from "@aviationalley/api/compose/webhook-policy.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { EVENTS } from "@aviationalley/api/lib/webhooks.ts";
import { destinationJudge } from "@aviationalley/api/platform/webhooks/destination.ts";
import type { KeyRing } from "@aviationalley/api/platform/webhooks/key-ring.ts";
import { openResolver } from "@aviationalley/api/platform/webhooks/resolve.ts";
import { allowedRanges, type WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import { unreadableKeys } from "@aviationalley/api/platform/webhooks/unreadable-keys.ts";
import type { Db } from "@aviationalley/db/client.ts";
import { Fault } from "./fault.ts";
import { secretKeys } from "./secret.ts";

/** What can be subscribed to. */
export const SUBSCRIPTION_POLICY = subscriptionPolicy(EVENTS);

/**
 * What this process handles endpoints with: for the router, the worker and the commands alike. Throws a Fault where it
 * lacks a key that sealed what is there.
 */
export const openWebhookServices = async (settings: Settings, db: Db): Promise<WebhookServices> => ({
  ring: await ringFor(settings, db),
  judge: destinationJudge(openResolver()),
  allow: allowedRanges(settings.webhookAllowCidrs, settings.nodeEnv),
});

/**
 * A node with other keys than the rest would fail deliveries that they can send, and seal secrets that they cannot open:
 * it is of less use than none.
 */
const ringFor = async (settings: Settings, db: Db): Promise<KeyRing> => {
  const ring = await secretKeys(settings);
  const missing = await unreadableKeys(db, ring);
  if (missing.length === 0) return ring;
  const names = missing.map((id) => `"${id}"`).join(", ");
  throw new Fault(
    `Webhook secrets in this database are sealed with ${names}, which this node cannot open. Set SECRET_KEYS to what the other nodes have (where it is not set, to what the first one's DATA_DIR has in secret-keys); what no key opens any more, delete: npx aa endpoint list, npx aa endpoint delete <id>`,
  );
};
