import { z } from "zod";
import type { EventDefinition } from "../../lib/events.ts";
import { instant, storedText, uuid } from "../../lib/schemas.ts";
import { API_VERSION } from "./info.ts";
import type { ParameterObject, WebhookObject } from "./document.ts";
import { exampleOf } from "./example.ts";
import { WEBHOOKS_TAG } from "./tags.ts";

/** `booking.no_show` → BookingNoShowEvent. */
export const eventComponent = (type: string): string => `${pascal(type)}Event`;

const pascal = (type: string): string =>
  type
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** The payload schema of each event, by the name of its component. */
export const eventSchemas = (events: readonly EventDefinition[]): Record<string, z.ZodType> => {
  const earlier = new Map(events.map(({ object }) => [object, earlierValues(object)]));
  return Object.fromEntries(
    events.map((event) => [eventComponent(event.type), envelope(event, earlier.get(event.object) ?? z.null())]),
  );
};

/** `previous` of any event about this object: some of its fields, or null. */
const earlierValues = (object: z.ZodType): z.ZodType => {
  if (!(object instanceof z.ZodObject)) return z.null();
  const id = object.meta()?.id ?? "Object";
  return object
    .partial()
    .meta({ id: `${id}EarlierValues`, description: "The earlier values of the fields that changed.", example: {} })
    .nullable()
    .meta({
      description: "The earlier values of the fields that changed; null where nothing came before.",
      example: null,
    });
};

const envelope = ({ type, summary, object }: EventDefinition, previous: z.ZodType): z.ZodType =>
  z
    .object({
      id: storedText(60).meta({
        description: "The delivery: the same on every retry, so use it to drop duplicates.",
        example: "del_0197a3c26f1e7cc08a553b9a1d2e4f60",
      }),
      type: z.literal(type),
      centerId: uuid.meta({
        description: "The center (tenant) in which it happened.",
        example: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
      }),
      createdAt: instant.meta({ description: "When it happened." }),
      data: z.object({ object, previous }),
      eventId: storedText(60).meta({
        description: "The event: the same in the deliveries to all endpoints.",
        example: "evt_0197a3c26f1e7cc08a553b9a1d2e4f61",
      }),
      mode: z.enum(["live", "test"]).meta({ description: "`test` for events of a sandbox." }),
      apiVersion: z.literal(API_VERSION),
    })
    .meta({ id: eventComponent(type), description: summary });

/** `x-webhooks`: what is POSTed to a subscriber, per event. */
export const describeWebhooks = (events: readonly EventDefinition[], schemas: Record<string, z.ZodType>) =>
  Object.fromEntries(events.map((event) => [event.type, { post: describeWebhook(event, schemas) }]));

const describeWebhook = ({ type, summary }: EventDefinition, schemas: Record<string, z.ZodType>): WebhookObject => {
  const component = eventComponent(type);
  const schema = schemas[component];
  return {
    operationId: `on${pascal(type)}`,
    tags: [WEBHOOKS_TAG.name],
    summary: type,
    description: `${summary}\n\nSent when the change has committed, and again with growing delays for 24 hours until it is answered with 2xx within 5 seconds.`,
    security: [],
    parameters: Object.keys(WEBHOOK_PARAMETERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: { $ref: `#/components/schemas/${component}` },
          example: schema && exampleOf(schema),
        },
      },
    },
    responses: {
      "204": { description: "Received. Any 2xx counts; the body is not read." },
      "4XX": { description: "Not received: it is sent again. 410 disables the endpoint." },
      "5XX": { description: "Not received: it is sent again, at the earliest after `Retry-After`." },
    },
  };
};

const signed = (name: string, description: string, example: string): ParameterObject => ({
  name,
  in: "header",
  required: true,
  description,
  example,
  schema: { type: "string", maxLength: 500 },
});

/** The headers of a delivery, named as components. */
export const WEBHOOK_PARAMETERS: Record<string, ParameterObject> = {
  WebhookSignatureHex: signed(
    "X-AviationAlley-Signature",
    "Hex HMAC-SHA256 of the raw body, keyed with the endpoint's secret as it was shown.",
    "5f8a1c0e7b3d4f6a9c2e1b0d8f7a6c5e4d3b2a1908f7e6d5c4b3a29180f7e6d5",
  ),
  WebhookEvent: signed("X-AviationAlley-Event", "The type of the event.", "booking.created"),
  WebhookDelivery: signed(
    "X-AviationAlley-Delivery",
    "The delivery, as `id` in the body.",
    "del_0197a3c26f1e7cc08a553b9a1d2e4f60",
  ),
  WebhookId: signed("webhook-id", "The delivery (Standard Webhooks).", "del_0197a3c26f1e7cc08a553b9a1d2e4f60"),
  WebhookTimestamp: signed(
    "webhook-timestamp",
    "When this attempt was made, in Unix seconds (Standard Webhooks).",
    "1780236202",
  ),
  WebhookSignature: signed(
    "webhook-signature",
    "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body` (Standard Webhooks); two, separated by a space, while a secret is being rotated.",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ),
};
