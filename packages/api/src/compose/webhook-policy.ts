import { exampleOf } from "../http/openapi/example.ts";
import type { EventDefinition } from "../lib/events.ts";
import type { SubscriptionPolicy } from "../platform/webhooks/subscriptions.ts";
import type { SampleOf } from "../platform/webhooks/test-event.ts";

/** What can be subscribed to, for a platform that knows no domain. Drug and alcohol testing (49 CFR 40.321) is OWNER's. */
export const subscriptionPolicy = (events: readonly EventDefinition[]): SubscriptionPolicy => ({
  types: events.map(({ type, summary }) => ({ type, summary })),
  confidential: ["dat."],
  confidants: ["DER"],
});

/** The example of each type's object, the same that the docs show. */
export const samplesOf = (events: readonly EventDefinition[]): SampleOf => {
  const byType = new Map<string, EventDefinition>(events.map((event) => [event.type, event]));
  return (type) => {
    const event = byType.get(type);
    // Every event's object is a noun, which has an id and a version; exampleOf has checked it against its schema.
    return event && (exampleOf(event.object) as { id: string; version: number });
  };
};
