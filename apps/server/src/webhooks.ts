import { subscriptionPolicy } from "@aviationalley/api/compose/webhook-policy.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { EVENTS } from "@aviationalley/api/lib/webhooks.ts";
import { destinationJudge } from "@aviationalley/api/platform/webhooks/destination.ts";
import { openResolver } from "@aviationalley/api/platform/webhooks/resolve.ts";
import { allowedRanges, type WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import { secretKeys } from "./secret.ts";

/** What can be subscribed to. */
export const SUBSCRIPTION_POLICY = subscriptionPolicy(EVENTS);

/** What this process handles endpoints with: for the router, the worker and the commands alike. */
export const openWebhookServices = async (settings: Settings): Promise<WebhookServices> => ({
  ring: await secretKeys(settings),
  judge: destinationJudge(openResolver()),
  allow: allowedRanges(settings.webhookAllowCidrs, settings.nodeEnv),
});
