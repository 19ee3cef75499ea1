import { z } from "zod";
import { listOf, MAX_LIMIT, pageOf } from "../../lib/pagination.ts";
import { MOST_OVERLAP_DAYS } from "../../lib/overlap.ts";
import { count, email, instant, instantInput, storedText, text, uuid } from "../../lib/schemas.ts";
import { HEADER_NAME, HEADER_VALUE } from "./custom-headers.ts";
import { PATTERN } from "./subscriptions.ts";

const paging = {
  limit: z.int32().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().min(1).max(200).optional(),
};

/** An endpoint as its keepers see it: hints of its secrets, names of its headers, never the values. */
export const webhookEndpoint = z.object({
  id: uuid,
  version: count(1),
  url: storedText(2048),
  description: storedText(500).nullable(),
  contactEmail: storedText(254).nullable(),
  events: z.array(storedText(100)).max(100),
  ratePerSecond: count(1).nullable(),
  maxInFlight: count(1),
  headerNames: z.array(storedText(64)).max(20),
  secretHint: storedText(8),
  /** While a rotation's overlap runs. */
  previousSecretHint: storedText(8).nullable(),
  previousSecretExpiresAt: instant.nullable(),
  promisedHeaderSignsWith: z.enum(["CURRENT", "PREVIOUS"]),
  state: z.enum(["ACTIVE", "PAUSED", "DISABLED"]),
  disabledReason: z.enum(["GONE", "FAILING", "STAFF"]).nullable(),
  heldSince: instant.nullable(),
  circuitOpen: z.boolean(),
  /** While the circuit is open: when one delivery is tried, for all that wait. */
  nextProbeAt: instant.nullable(),
  consecutiveFailures: count(),
  failingSince: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  lastFailureAt: instant.nullable(),
  createdBy: storedText(200),
  createdAt: instant,
  updatedAt: instant,
});
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

/** With what depends on who asks. */
export const keptEndpoint = webhookEndpoint.extend({
  /** Who asks may change and delete it, and rotate its secret. */
  manageable: z.boolean(),
});

export const endpointPage = pageOf(keptEndpoint, "WebhookEndpointPage");
export const endpointPaging = z.strictObject(paging);

/** How endpoints do: attempts of the last 24 hours by the hour, the oldest first, and what waits. */
export const healthList = z
  .array(
    z.object({
      endpointId: uuid,
      delivered: count(),
      failed: count(),
      hours: z.array(z.object({ at: instant, delivered: count(), failed: count() })).length(24),
      /** At most 10,000, as the next. */
      waiting: count(),
      failedForGood: count(),
    }),
  )
  .max(500);

export const trafficRange = z.strictObject({ id: uuid, range: z.enum(["1h", "24h", "7d", "30d"]) });

const latency = count().nullable();

/** The points of a chart, the oldest first; each begins at `at`. Latencies in milliseconds, null without an attempt. */
export const traffic = z
  .array(
    z.object({
      at: instant,
      delivered: count(),
      refused: count(),
      timedOut: count(),
      unreachable: count(),
      notSent: count(),
      p50: latency,
      p95: latency,
    }),
  )
  .max(60);

/** `lastEventId` is what a browser sends that lost its connection; the first answer makes up for whatever it missed. */
export const following = z.strictObject({ lastEventId: z.string().max(40).nullish() });
export const change = z.object({ endpointIds: z.array(uuid), unmatched: z.boolean(), anything: z.boolean() });

const events = z.array(z.string().max(100).regex(PATTERN, "is no event type, family or *")).min(1).max(100);
const headers = z
  .array(
    z.strictObject({
      name: z.string().regex(HEADER_NAME, "is not a header name"),
      value: z.string().max(1024).regex(HEADER_VALUE, "must be visible ASCII").optional(),
    }),
  )
  .max(20);
const url = z.string().trim().min(1).max(2048);
const rate = z.int32().min(1).max(10_000);
const inFlight = z.int32().min(1).max(100);

export const endpointDraft = z.strictObject({
  url,
  events,
  description: text(500).nullable().optional(),
  contactEmail: email.nullable().optional(),
  headers: headers.optional(),
  ratePerSecond: rate.nullable().optional(),
  maxInFlight: inFlight.optional(),
});
export type EndpointDraft = z.output<typeof endpointDraft>;

/** What is left out stays; null clears; `headers` replaces all, a header without a value keeps the one it has. */
export const endpointChange = z.strictObject({
  id: uuid,
  /** The version that was seen; refused when there is another by now. */
  version: z.int32().min(1).optional(),
  ...endpointDraft.partial().shape,
});
export type EndpointChange = Omit<z.output<typeof endpointChange>, "id">;

export const reference = z.strictObject({ id: uuid });

/** The one time that a secret is shown. */
export const secretShown = z.object({ endpoint: webhookEndpoint, secret: storedText(60) });
export type SecretShown = z.infer<typeof secretShown>;

export const rotation = z.strictObject({ id: uuid, overlapDays: z.int32().min(0).max(MOST_OVERLAP_DAYS).default(1) });

export const urlCheck = z.strictObject({ url });
export const urlVerdict = z.object({ ok: z.boolean(), objection: storedText(500).nullable() });

/** What a picker of events offers. */
export const eventTypeList = z.array(
  z.object({ type: storedText(100), summary: storedText(500), subscribable: z.boolean(), confidential: z.boolean() }),
);

export const testEvent = z.strictObject({ id: uuid, type: z.string().min(3).max(100) });
export const made = z.object({ deliveryId: uuid, eventId: uuid });
export const madeCount = z.object({ deliveries: count() });

/** A beginning of an id: `evt_…`, `del_…`, or a UUID with or without its dashes. */
const idText = z
  .string()
  .trim()
  .regex(/^(evt_|del_)?[0-9a-fA-F-]{4,36}$/, "is the beginning of an id: at least four of its digits")
  .optional();
const span = { from: instantInput.optional(), to: instantInput.optional() };
const types = listOf(z.string().max(100), 50).optional();

export const eventFilters = z.strictObject({
  ...paging,
  ...span,
  type: types,
  /** True: what matched nobody and was not replayed. */
  unmatched: z.literal(true).optional(),
  query: idText,
});
export type EventFilters = z.output<typeof eventFilters>;

export const eventRow = z.object({
  id: uuid,
  publicId: storedText(40),
  type: storedText(100),
  subjectId: uuid,
  subjectVersion: count(),
  unmatched: z.boolean(),
  sample: z.boolean(),
  deliveries: count(),
  createdAt: instant,
});
export const eventPage = pageOf(eventRow, "WebhookEventPage");

export const DELIVERY_STATES = ["PENDING", "CLAIMED", "HELD", "DELIVERED", "FAILED"] as const;

export const deliveryFilters = z.strictObject({
  ...paging,
  ...span,
  endpointId: uuid.optional(),
  eventId: uuid.optional(),
  state: listOf(z.enum(DELIVERY_STATES), DELIVERY_STATES.length).optional(),
  type: types,
  query: idText,
});
export type DeliveryFilters = z.output<typeof deliveryFilters>;

export const deliveryRow = z.object({
  id: uuid,
  publicId: storedText(40),
  endpointId: uuid,
  eventId: uuid,
  type: storedText(100),
  state: z.enum(DELIVERY_STATES),
  reason: storedText(100).nullable(),
  attempts: count(),
  lastStatus: z.int32().nullable(),
  nextAttemptAt: instant.nullable(),
  givesUpAt: instant.nullable(),
  settledAt: instant.nullable(),
  createdAt: instant,
});
export const deliveryPage = pageOf(deliveryRow, "WebhookDeliveryPage");
export type DeliveryRow = z.infer<typeof deliveryRow>;

const headerMap = z.record(z.string(), z.unknown());

export const attemptRow = z.object({
  number: count(1),
  startedAt: instant,
  durationMs: count(),
  outcome: storedText(40),
  status: z.int32().nullable(),
  error: storedText(1000).nullable(),
  requestHeaders: headerMap,
  responseHeaders: headerMap.nullable(),
  responseBody: storedText(17_000).nullable(),
  responseCut: z.boolean(),
  node: storedText(200),
});
export type AttemptRow = z.infer<typeof attemptRow>;

/** A delivery with the body that each attempt sent, and its attempts, the latest first. */
export const deliveryDetail = z.object({
  ...deliveryRow.shape,
  body: storedText(70_000),
  attemptList: z.array(attemptRow).max(100),
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

export const eventDetail = z.object({
  ...eventRow.shape,
  data: z.object({ object: z.unknown(), previous: z.unknown() }),
  deliveryList: z.array(deliveryRow).max(MAX_LIMIT),
});
export type EventDetail = z.infer<typeof eventDetail>;

export const recoveryStart = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("RECOVER"), endpointId: uuid, since: instantInput }),
  z.strictObject({ kind: z.literal("MISSING"), endpointId: uuid, since: instantInput }),
  z.strictObject({ kind: z.literal("UNMATCHED"), since: instantInput }),
]);
export type RecoveryStart = z.output<typeof recoveryStart>;

export const recovery = z.object({
  id: uuid,
  kind: z.enum(["RECOVER", "MISSING", "UNMATCHED"]),
  endpointId: uuid.nullable(),
  since: instant,
  until: instant,
  state: z.enum(["RUNNING", "DONE", "CANCELLED"]),
  examined: count(),
  sent: count(),
  total: count().nullable(),
  /** From 0 to 1. */
  progress: z.number().min(0).max(1),
  createdBy: storedText(200),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type Recovery = z.infer<typeof recovery>;
export const recoveryPage = pageOf(recovery, "WebhookRecoveryPage");
export const recoveryPaging = z.strictObject({ ...paging, endpointId: uuid.optional() });
