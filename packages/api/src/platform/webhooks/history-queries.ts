import { hash } from "node:crypto";
import { type CenterId, type Queryable, type Statement, statement } from "@aviationalley/db/client.ts";
import type { Position } from "../../lib/cursor.ts";
import { iso } from "./endpoint-queries.ts";
import { idsBetween, readIdQuery } from "./ids.ts";
import type { DeliveryFilters, EventFilters } from "./schema.ts";

interface DocumentRow {
  document: string;
}

/** What of a center's history someone may not see: types that begin so. */
export type Hidden = readonly string[];

/** Collects conditions and the values they bind. */
const conditions = (first: readonly unknown[]) => {
  const values: unknown[] = [...first];
  const parts: string[] = [];
  return {
    values,
    add: (condition: (placeholder: string) => string, value: unknown): void =>
      void parts.push(condition(`$${values.push(value)}`)),
    say: (condition: string): void => void parts.push(condition),
    text: (): string => parts.map((part) => ` and ${part}`).join(""),
  };
};

const statements = new Map<string, Statement<DocumentRow>>();

/** One prepared statement per combination of filters. */
const prepared = (list: string, text: string): Statement<DocumentRow> => {
  const known =
    statements.get(text) ?? statement<DocumentRow>(`${list}.${hash("sha1", text, "hex").slice(0, 12)}`, text);
  statements.set(text, known);
  return known;
};

const documentsOf = (rows: readonly DocumentRow[]): string[] => rows.map(({ document }) => document);

const notHidden =
  (column: string) =>
  (place: string): string =>
    `not exists (select from unnest(${place}::text[]) as hidden(prefix) where starts_with(${column}, prefix))`;

const EVENT = `e.id, 'evt_' || replace(e.id::text, '-', '') as "publicId", e.type, e.subject_id as "subjectId",
  e.version as "subjectVersion", e.unmatched, e.sample,
  (select count(*)::int from deliveries d
    where d.center_id = e.center_id and d.id between uuid_floor(e.id) and uuid_ceiling(e.id) and d.event_id = e.id) as deliveries,
  ${iso("e.created_at")} as "createdAt"`;

/**
 * Events of a center, newest first, as JSON texts. Ids are in the order of time, so the keyset is the id alone, and a
 * time range is a range of ids, which leaves partitions out.
 */
export const readEvents = async (
  db: Queryable,
  centerId: CenterId,
  filters: EventFilters & { hidden: Hidden },
  position: Position,
  limit: number,
): Promise<string[]> => {
  const where = conditions([centerId, position.id, limit]);
  const { from, to } = idsBetween(filters.from, filters.to);
  where.add((place) => `e.id >= ${place}::uuid`, from);
  where.add((place) => `e.id < ${place}::uuid`, to);
  if (filters.type) where.add((place) => `e.type = any(${place}::text[])`, filters.type);
  if (filters.unmatched) where.say("e.unmatched");
  if (filters.query !== undefined) {
    const { range } = readIdQuery(filters.query);
    if (range.from === range.to)
      // A whole id may also be that of what the events are about; both are probes of an index, whatever there is.
      where.add(
        (place) =>
          `e.id in (select ${place}::uuid union select id from events where center_id = $1 and subject_id = ${place}::uuid)`,
        range.from,
      );
    else {
      where.add((place) => `e.id >= ${place}::uuid`, range.from);
      where.add((place) => `e.id <= ${place}::uuid`, range.to);
    }
  }
  if (filters.hidden.length > 0) where.add(notHidden("e.type"), filters.hidden);
  const text = `select row_to_json(page) as document from (
    select ${EVENT} from events e where e.center_id = $1 and e.id < $2::uuid${where.text()} order by e.id desc limit $3) page`;
  return documentsOf(await db.many(prepared("webhooks.events", text), where.values));
};

const selectEvent = statement<DocumentRow & { type: string; data: string }>(
  "webhooks.event",
  `select row_to_json(page) as document, page.type, e.data from (
     select ${EVENT} from events e where e.center_id = $1 and e.id = $2) page
     join events e on e.center_id = $1 and e.id = $2`,
);

export const findEvent = (
  db: Queryable,
  centerId: CenterId,
  id: string,
): Promise<{ document: string; type: string; data: string } | undefined> => db.maybe(selectEvent, [centerId, id]);

const STATE = `case when d.state <> 'PENDING' then d.state when q.lease_token is not null then 'CLAIMED'
  when s.status <> 'ACTIVE' then 'HELD' else 'PENDING' end`;

const DELIVERY = `d.id, 'del_' || replace(d.id::text, '-', '') as "publicId", d.endpoint_id as "endpointId",
  d.event_id as "eventId", d.type, ${STATE} as state, d.reason, d.attempts, d.last_status as "lastStatus",
  ${iso("q.due_at")} as "nextAttemptAt", ${iso("q.expires_at + s.held_for + coalesce(now() - s.held_since, '0')")} as "givesUpAt",
  ${iso("d.settled_at")} as "settledAt", ${iso("d.created_at")} as "createdAt"`;

const JOINED = `left join delivery_queue q on q.endpoint_id = d.endpoint_id and q.delivery_id = d.id and d.state = 'PENDING'
  join endpoint_states s on s.endpoint_id = d.endpoint_id`;

/**
 * Few deliveries are FAILED, and few are waiting, among many: they are found where they are kept, not by walking the
 * history. `$2` is the position, `$3` the limit.
 */
const source = (filters: DeliveryFilters, endpoint: string | undefined): string => {
  const states = filters.state;
  const ofEndpoint = endpoint === undefined ? "" : ` and endpoint_id = ${endpoint}::uuid`;
  if (states?.every((state) => state === "FAILED"))
    return `(select delivery_id as id from failed_deliveries where center_id = $1 and delivery_id < $2::uuid${ofEndpoint}) found
      join deliveries d on d.center_id = $1 and d.id = found.id`;
  if (states && !states.includes("FAILED") && !states.includes("DELIVERED"))
    return `(select waiting.delivery_id as id from endpoint_states es cross join lateral (
        select delivery_id from delivery_queue where endpoint_id = es.endpoint_id and delivery_id < $2::uuid) waiting
        where es.center_id = $1${ofEndpoint.replace("endpoint_id", "es.endpoint_id")}) found
      join deliveries d on d.center_id = $1 and d.id = found.id`;
  return "deliveries d";
};

/** Deliveries of a center, newest event first, as JSON texts. */
export const readDeliveries = async (
  db: Queryable,
  centerId: CenterId,
  filters: DeliveryFilters & { hidden: Hidden },
  position: Position,
  limit: number,
): Promise<string[]> => {
  const where = conditions([centerId, position.id, limit]);
  const { from, to } = idsBetween(filters.from, filters.to);
  where.add((place) => `d.id >= ${place}::uuid`, from);
  where.add((place) => `d.id < ${place}::uuid`, to);
  const endpoint = filters.endpointId === undefined ? undefined : `$${where.values.push(filters.endpointId)}`;
  if (endpoint !== undefined) where.say(`d.endpoint_id = ${endpoint}::uuid`);
  if (filters.eventId !== undefined)
    where.add(
      (place) =>
        `d.id between uuid_floor(${place}::uuid) and uuid_ceiling(${place}::uuid) and d.event_id = ${place}::uuid`,
      filters.eventId,
    );
  if (filters.type) where.add((place) => `d.type = any(${place}::text[])`, filters.type);
  if (filters.state) where.add((place) => `${STATE} = any(${place}::text[])`, filters.state);
  if (filters.query !== undefined) {
    const { range, around } = readIdQuery(filters.query);
    where.add((place) => `d.id >= ${place}::uuid`, around.from);
    where.add((place) => `d.id <= ${place}::uuid`, around.to);
    const least = where.values.push(range.from);
    const most = where.values.push(range.to);
    where.say(
      `(d.id between $${least}::uuid and $${most}::uuid or d.event_id between $${least}::uuid and $${most}::uuid)`,
    );
  }
  if (filters.hidden.length > 0) where.add(notHidden("d.type"), filters.hidden);
  const text = `select row_to_json(page) as document from (
    select ${DELIVERY} from ${source(filters, endpoint)} ${JOINED}
     where d.center_id = $1 and d.id < $2::uuid${where.text()} order by d.id desc limit $3) page`;
  return documentsOf(await db.many(prepared("webhooks.deliveries", text), where.values));
};

interface DetailRow extends DocumentRow {
  type: string;
  data: string;
  api_version: string;
  event_at: string;
  mode: "live" | "test";
  attempts: string;
}

const MOST_ATTEMPTS = 100;

const selectDelivery = statement<DetailRow>(
  "webhooks.delivery",
  `select (select row_to_json(page) from (select ${DELIVERY} from deliveries d ${JOINED} where d.center_id = $1 and d.id = $2) page) as document,
          d.type, e.data, e.api_version, ${iso("e.created_at")} as event_at, c.mode,
          (select coalesce(json_agg(row_to_json(a)), '[]') from (
             select number, ${iso("started_at")} as "startedAt", duration_ms as "durationMs", outcome, status, error,
                    request_headers::json as "requestHeaders", response_headers::json as "responseHeaders",
                    response_body as "responseBody", response_cut as "responseCut", node
               from attempts where center_id = $1 and delivery_id = $2 order by number desc limit ${MOST_ATTEMPTS}) a) as attempts
     from deliveries d join events e on e.center_id = $1 and e.id = d.event_id join centers c on c.id = $1
    where d.center_id = $1 and d.id = $2`,
);

/** A delivery with its event, as stored, and the latest of its attempts. */
export const findDelivery = (db: Queryable, centerId: CenterId, id: string): Promise<DetailRow | undefined> =>
  db.maybe(selectDelivery, [centerId, id]);
