import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { Position } from "../../lib/cursor.ts";
import type { Instant } from "../../lib/time.ts";
import { OPEN_AFTER } from "./circuit.ts";
import type { WebhookEndpoint } from "./schema.ts";
import type { Sealed } from "./secrets.ts";

export const iso = (column: string): string =>
  `to_char((${column}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const OVERLAPS = "e.previous_secret_expires_at > now()";

const COLUMNS = `e.id, e.version, e.url, e.description, e.contact_email as "contactEmail", e.events,
  e.rate_per_second as "ratePerSecond", e.max_in_flight as "maxInFlight", e.header_names as "headerNames",
  e.secret_hint as "secretHint", case when ${OVERLAPS} then e.previous_secret_hint end as "previousSecretHint",
  case when ${OVERLAPS} then ${iso("e.previous_secret_expires_at")} end as "previousSecretExpiresAt",
  case when ${OVERLAPS} then e.promised_header_signs_with else 'CURRENT' end as "promisedHeaderSignsWith",
  s.status as state, s.disabled_reason as "disabledReason", ${iso("s.held_since")} as "heldSince",
  s.failures >= ${OPEN_AFTER} as "circuitOpen", s.failures as "consecutiveFailures",
  case when s.status = 'ACTIVE' and s.failures >= ${OPEN_AFTER} then ${iso("s.probe_at")} end as "nextProbeAt",
  ${iso("s.failing_since")} as "failingSince", ${iso("s.succeeded_at")} as "lastSuccessAt",
  ${iso("s.failed_at")} as "lastFailureAt", e.created_by_name as "createdBy",
  ${iso("e.created_at")} as "createdAt", ${iso("e.updated_at")} as "updatedAt"`;

const FROM = "endpoints e join endpoint_states s on s.endpoint_id = e.id";

const selectPage = statement<{ document: string }>(
  "webhooks.endpoint_page",
  `select row_to_json(page) as document from (
     select ${COLUMNS} from ${FROM}
      where e.center_id = $1 and (e.created_at, e.id) < ($2::timestamptz, $3::uuid) and e.deleted_at is null
      order by e.created_at desc, e.id desc limit $4
   ) page`,
);

/** Endpoints of a center, newest first, each as the JSON text of a `WebhookEndpoint`. */
export const readEndpoints = async (
  db: Queryable,
  centerId: CenterId,
  _filters: object,
  { createdAt, id }: Position,
  limit: number,
): Promise<string[]> => (await db.many(selectPage, [centerId, createdAt, id, limit])).map(({ document }) => document);

const selectOne = statement<WebhookEndpoint>(
  "webhooks.endpoint",
  `select ${COLUMNS} from ${FROM} where e.center_id = $1 and e.id = $2 and e.deleted_at is null`,
);

export const findEndpoint = (db: Queryable, centerId: CenterId, id: string): Promise<WebhookEndpoint | undefined> =>
  db.maybe(selectOne, [centerId, id]);

const selectForUpdate = statement<WebhookEndpoint & SealedHeaders>(
  "webhooks.endpoint_for_update",
  `select ${COLUMNS}, e.header_values as "headerValues", e.header_values_key_id as "headerValuesKeyId"
     from ${FROM} where e.center_id = $1 and e.id = $2 and e.deleted_at is null for update of e`,
);

interface SealedHeaders {
  headerValues: string | null;
  headerValuesKeyId: string | null;
}

/** Locks the endpoint's configuration, not its state, which claims lock. */
export const findEndpointForUpdate = (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<(WebhookEndpoint & SealedHeaders) | undefined> => db.maybe(selectForUpdate, [centerId, id]);

const selectCenterOf = statement<{ centerId: CenterId }>(
  "webhooks.center_of_endpoint",
  `select center_id as "centerId" from endpoints where id = $1 and deleted_at is null`,
);

/** The center that an endpoint belongs to: for the operator, who stands above centers. */
export const findCenterOfEndpoint = async (db: Queryable, id: string): Promise<CenterId | undefined> =>
  (await db.maybe(selectCenterOf, [id]))?.centerId;

/** What staff write of an endpoint; header values are sealed. */
export interface Configuration {
  url: string;
  description: string | null;
  contactEmail: string | null;
  events: readonly string[];
  ratePerSecond: number | null;
  maxInFlight: number;
  headerNames: readonly string[];
  headerValues: Sealed | null;
}

const values = (it: Configuration): unknown[] => [
  it.url,
  it.description,
  it.contactEmail,
  it.events,
  it.ratePerSecond,
  it.maxInFlight,
  it.headerNames,
  it.headerValues?.sealed ?? null,
  it.headerValues?.keyId ?? null,
];

const insertOne = statement<never>(
  "webhooks.insert_endpoint",
  `with endpoint as (
     insert into endpoints (center_id, id, url, description, contact_email, events, rate_per_second, max_in_flight,
                            header_names, header_values, header_values_key_id, secret, secret_key_id, secret_hint,
                            created_by_name, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
   ), state as (
     insert into endpoint_states (endpoint_id, center_id) values ($2, $1)
   )
   insert into endpoint_subscriptions (center_id, pattern, endpoint_id) select $1, unnest($6::text[]), $2`,
);

export interface NewEndpoint extends Configuration {
  id: string;
  secret: Sealed;
  secretHint: string;
  createdBy: string;
  createdAt: Instant;
}

/** The endpoint, its state and its subscriptions. */
export const insertEndpoint = async (db: Queryable, centerId: CenterId, it: NewEndpoint): Promise<void> => {
  const { sealed, keyId } = it.secret;
  await db.run(insertOne, [centerId, it.id, ...values(it), sealed, keyId, it.secretHint, it.createdBy, it.createdAt]);
};

const updateOne = statement<never>(
  "webhooks.update_endpoint",
  `with endpoint as (
     update endpoints set url = $3, description = $4, contact_email = $5, events = $6, rate_per_second = $7,
            max_in_flight = $8, header_names = $9, header_values = $10, header_values_key_id = $11,
            version = version + 1, updated_at = $12
      where center_id = $1 and id = $2
   ), dropped as (
     delete from endpoint_subscriptions where center_id = $1 and endpoint_id = $2 and pattern <> all ($6::text[])
   )
   insert into endpoint_subscriptions (center_id, pattern, endpoint_id) select $1, unnest($6::text[]), $2
   on conflict do nothing`,
);

export const updateEndpoint = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
  it: Configuration,
  at: Instant,
): Promise<void> => {
  await db.run(updateOne, [centerId, id, ...values(it), at]);
};

const deleteOne = statement<never>(
  "webhooks.delete_endpoint",
  `with endpoint as (
     update endpoints set deleted_at = $3, updated_at = $3, version = version + 1 where center_id = $1 and id = $2
   ), recovery as (
     update recoveries set state = 'CANCELLED', finished_at = $3
      where center_id = $1 and endpoint_id = $2 and state = 'RUNNING'
   )
   delete from endpoint_subscriptions where center_id = $1 and endpoint_id = $2`,
);

/** Nothing more is matched to it; what waits fails by itself once its state says DELETED. */
export const deleteEndpointRow = async (db: Queryable, centerId: CenterId, id: string, at: Instant): Promise<void> => {
  await db.run(deleteOne, [centerId, id, at]);
};
