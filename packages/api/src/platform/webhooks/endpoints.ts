import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, isFailure, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { staleVersion } from "../../lib/versions.ts";
import { record } from "../audit/record.ts";
import { refuseConfidential } from "./confidential.ts";
import { type Headers, readHeaders } from "./custom-headers.ts";
import { isForbidden, resolveDestination } from "./destination.ts";
import {
  type Configuration,
  deleteEndpointRow,
  findEndpoint,
  findEndpointForUpdate,
  insertEndpoint,
  updateEndpoint,
} from "./endpoint-queries.ts";
import { holdEndpoint } from "./hold.ts";
import { findMode } from "./mode.ts";
import { Unresolvable } from "./resolve.ts";
import type { EndpointChange, EndpointDraft, SecretShown, WebhookEndpoint } from "./schema.ts";
import { newSecret, secretHint } from "./secret-text.ts";
import { openSecret, type Sealed, sealSecret } from "./secrets.ts";
import { type Keeper, keeperName, policyFor, subscriberOf, type WebhookServices } from "./services.ts";
import {
  normalizePatterns,
  refuseSubscriptionAbove,
  refuseUnknownPatterns,
  type SubscriptionPolicy,
} from "./subscriptions.ts";
import { tellChanged, wake } from "./wake.ts";

const DEFAULT_IN_FLIGHT = 10;

/** Why a URL is not sent to, as a sentence; undefined where it may be. Asks the name server, so never in a transaction. */
export const objectionTo = async (
  services: WebhookServices,
  mode: "live" | "test",
  url: string,
): Promise<string | undefined> => {
  try {
    const judged = await resolveDestination(url, policyFor(services, mode), services.judge);
    return isForbidden(judged) ? judged.forbidden : undefined;
  } catch (error) {
    if (error instanceof Unresolvable) return error.message;
    throw error;
  }
};

const refuseUrl = async (db: Db | CenterTx, services: WebhookServices, centerId: CenterId, url: string) => {
  const objection = await objectionTo(services, await findMode(db, centerId), url);
  return objection === undefined
    ? undefined
    : fail("invalid_request", objection, { errors: [{ path: "url", message: objection }] });
};

/** As it is kept: spelled by the WHATWG parser, without a fragment, which is never sent. */
const tidy = (url: string): string => Object.assign(new URL(url), { hash: "" }).href;

const sealHeaders = (headers: Headers, services: WebhookServices): Sealed | null =>
  Object.keys(headers).length === 0 ? null : sealSecret(JSON.stringify(headers), services.ring);

/** Subscribes a URL. The secret is in this answer and nowhere else. */
export const createEndpoint = async (
  db: Db | CenterTx,
  by: Keeper,
  services: WebhookServices,
  policy: SubscriptionPolicy,
  centerId: CenterId,
  draft: EndpointDraft,
): Promise<SecretShown | Failure> => {
  const headers = readHeaders(draft.headers ?? [], {});
  if (isFailure(headers)) return headers;
  const refused =
    refuseUnknownPatterns(policy, draft.events) ??
    refuseSubscriptionAbove(policy, subscriberOf(by), draft.events) ??
    (await refuseUrl(db, services, centerId, draft.url));
  if (refused) return refused;
  return transaction(db, centerId, async (tx) => {
    const [id, secret] = [newId(), newSecret()];
    const url = tidy(draft.url);
    const events = normalizePatterns(draft.events);
    await insertEndpoint(tx, centerId, {
      id,
      url,
      events,
      description: draft.description ?? null,
      contactEmail: draft.contactEmail ?? null,
      ratePerSecond: draft.ratePerSecond ?? null,
      maxInFlight: draft.maxInFlight ?? DEFAULT_IN_FLIGHT,
      headerNames: Object.keys(headers),
      headerValues: sealHeaders(headers, services),
      secret: sealSecret(secret, services.ring),
      secretHint: secretHint(secret),
      createdBy: keeperName(by),
      createdAt: tx.at,
    });
    await record(tx, by, "webhook_endpoint.created", subject(id), { url, events, headerNames: Object.keys(headers) });
    return { endpoint: await present(tx, id), secret };
  });
};

/** Replaces what is given of an endpoint. What waits for it goes to where it points then. */
export const changeEndpoint = async (
  db: Db | CenterTx,
  by: Keeper,
  services: WebhookServices,
  policy: SubscriptionPolicy,
  centerId: CenterId,
  id: string,
  change: EndpointChange,
): Promise<WebhookEndpoint | Failure> => {
  const refused =
    (change.events &&
      (refuseUnknownPatterns(policy, change.events) ??
        refuseSubscriptionAbove(policy, subscriberOf(by), change.events))) ??
    (change.url === undefined ? undefined : await refuseUrl(db, services, centerId, change.url));
  if (refused) return refused;
  return transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    const above = await refuseConfidential(tx, by, policy, old);
    if (above) return above;
    const stale = staleVersion("webhook endpoint", old, change.version ?? null);
    if (stale) return stale;
    const next = configured(old, change, services);
    if (isFailure(next)) return next;
    await updateEndpoint(tx, centerId, id, next, tx.at);
    const { headerValues: _, ...detail } = next;
    await record(tx, by, "webhook_endpoint.changed", subject(id), { ...detail, changed: Object.keys(change) });
    tx.afterCommit(() => tellChanged([id]));
    return present(tx, id);
  });
};

type Stored = NonNullable<Awaited<ReturnType<typeof findEndpointForUpdate>>>;

const configured = (old: Stored, change: EndpointChange, services: WebhookServices): Configuration | Failure => {
  const { headerValues: sealed, headerValuesKeyId: keyId } = old;
  const kept: Sealed | null = sealed === null || keyId === null ? null : { sealed, keyId };
  const headers = change.headers && readHeaders(change.headers, openHeaders(kept, services));
  if (isFailure(headers)) return headers;
  return {
    url: change.url === undefined ? old.url : tidy(change.url),
    events: change.events === undefined ? old.events : normalizePatterns(change.events),
    description: change.description === undefined ? old.description : change.description,
    contactEmail: change.contactEmail === undefined ? old.contactEmail : change.contactEmail,
    ratePerSecond: change.ratePerSecond === undefined ? old.ratePerSecond : change.ratePerSecond,
    maxInFlight: change.maxInFlight ?? old.maxInFlight,
    headerNames: headers ? Object.keys(headers) : old.headerNames,
    headerValues: headers ? sealHeaders(headers, services) : kept,
  };
};

const openHeaders = (sealed: Sealed | null, { ring }: WebhookServices): Headers =>
  sealed === null ? {} : (JSON.parse(openSecret(sealed, ring)) as Headers); // sealHeaders wrote it

/** Ends an endpoint: nothing more is made for it, and what waits fails as `endpoint_deleted`. Its history stays. */
export const deleteEndpoint = (
  db: Db | CenterTx,
  by: Keeper,
  policy: SubscriptionPolicy,
  centerId: CenterId,
  id: string,
): Promise<WebhookEndpoint | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    const above = refuseSubscriptionAbove(policy, subscriberOf(by), old.events);
    if (above) return above;
    const { headerValues: _, headerValuesKeyId: __, ...shown } = old;
    await deleteEndpointRow(tx, centerId, id, tx.at);
    await holdEndpoint(tx, id, "DELETED");
    await record(tx, by, "webhook_endpoint.deleted", subject(id), { url: old.url, events: old.events });
    tx.afterCommit(() => wake([id]));
    return shown;
  });

export const subject = (id: string) => ({ type: "webhook_endpoint", id });

/** The endpoint as it is now, inside a transaction that has just written it. */
export const present = async (tx: CenterTx, id: string): Promise<WebhookEndpoint> => {
  const endpoint = await findEndpoint(tx, tx.centerId, id);
  if (!endpoint) throw new Error(`Endpoint ${id} is gone.`);
  return endpoint;
};
