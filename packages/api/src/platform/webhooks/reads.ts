import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { type Failure, isFailure, notFound } from "../../lib/errors.ts";
import { MAX_LIMIT, type Page, type Paging, readPage } from "../../lib/pagination.ts";
import { readEndpoints } from "./endpoint-queries.ts";
import { findDelivery, findEvent, type Hidden, readDeliveries, readEvents } from "./history-queries.ts";
import { readRecoveries } from "./recovery-queries.ts";
import type { AttemptRow, DeliveryDetail, DeliveryFilters, DeliveryRow, EventDetail, EventFilters } from "./schema.ts";
import { composeBody } from "./wire.ts";

/** The endpoints of a center, newest first, without deleted ones. */
export const listEndpoints = (db: Queryable, centerId: CenterId, paging: Paging): Promise<Page | Failure> =>
  readPage("webhooks.endpoints", readEndpoints, db, centerId, paging);

/** What happened, newest first, whether or not anyone subscribed; types that begin with one of `hidden` are left out. */
export const listEvents = (
  db: Queryable,
  centerId: CenterId,
  filters: EventFilters,
  hidden: Hidden,
): Promise<Page | Failure> => readPage("webhooks.events", readEvents, db, centerId, { ...filters, hidden });

/** Deliveries, newest event first. */
export const listDeliveries = (
  db: Queryable,
  centerId: CenterId,
  filters: DeliveryFilters,
  hidden: Hidden,
): Promise<Page | Failure> => readPage("webhooks.deliveries", readDeliveries, db, centerId, { ...filters, hidden });

export const listRecoveries = (
  db: Queryable,
  centerId: CenterId,
  paging: Paging & { endpointId?: string | undefined },
): Promise<Page | Failure> => readPage("webhooks.recoveries", readRecoveries, db, centerId, paging);

const isHidden = (type: string, hidden: Hidden): boolean => hidden.some((prefix) => type.startsWith(prefix));

/** An event with its payload and its deliveries. One of a hidden type is answered as if it were not there. */
export const readEvent = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
  hidden: Hidden,
): Promise<EventDetail | Failure> => {
  const event = await findEvent(db, centerId, id);
  if (!event || isHidden(event.type, hidden)) return notFound("event");
  const page = await listDeliveries(db, centerId, { eventId: id, limit: MAX_LIMIT }, hidden);
  if (isFailure(page)) return page;
  // The texts were composed by the statements in the shapes that the schema declares.
  const deliveryList = page.documents.map((document) => JSON.parse(document) as DeliveryRow);
  return {
    ...(JSON.parse(event.document) as Omit<EventDetail, "data" | "deliveryList">),
    data: JSON.parse(event.data) as EventDetail["data"],
    deliveryList,
  };
};

/** A delivery with the bytes that every attempt sent, and its attempts, the latest first. */
export const readDelivery = async (
  db: Queryable,
  centerId: CenterId,
  id: string,
  hidden: Hidden,
): Promise<DeliveryDetail | Failure> => {
  const row = await findDelivery(db, centerId, id);
  if (!row || isHidden(row.type, hidden)) return notFound("delivery");
  const delivery = JSON.parse(row.document) as DeliveryRow; // composed by the statement in this shape
  const { type, data, event_at: createdAt, api_version: apiVersion, mode } = row;
  const body = composeBody(id, { id: delivery.eventId, centerId, type, data, createdAt, apiVersion }, mode);
  return { ...delivery, body, attemptList: JSON.parse(row.attempts) as AttemptRow[] };
};
