import { exampleOf } from "@aviationalley/api/http/openapi/example.ts";
import { booking } from "@aviationalley/api/modules/bookings/schema.ts";
import { newCenter } from "@aviationalley/testing/factories.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Cluster } from "../lib/cluster.ts";
import { vacuum } from "../lib/vacuum.ts";
import { dropIndexes, filling } from "./session.ts";

/** A database with so many bookings of one center. */
export interface Booked {
  readonly url: string;
  readonly db: Db;
  readonly center: CenterId;
  readonly rows: number;
}

const HISTORY_DAYS = 800;
/** Two cores build rows twice as fast as one. */
const WRITERS = 2;

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const instant = (column: string): string => `' || to_char((${column}) at time zone 'UTC', ${ISO}) || '`;

/** A booking's document, as long as the product's; what differs from row to row is put in its place. */
const documentSql = (center: string): string => {
  const example = booking.parse(exampleOf(booking));
  const text = JSON.stringify({
    ...example,
    id: "@id",
    centerId: center,
    createdAt: "@created",
    updatedAt: "@created",
    startsAt: "@starts",
    endsAt: "@ends",
    externalRef: null,
    status: "COMPLETED",
  }).replaceAll("'", "''");
  const filled = text
    .replaceAll("@id", "' || id || '")
    .replaceAll("@created", instant("created_at"))
    .replaceAll("@starts", instant("starts_at"))
    .replaceAll("@ends", instant("starts_at + interval '2 hours'"));
  return `('${filled}')::json`;
};

/** Rows `from` up to `to` of `count`, in the order of their time, as their ids are. */
const insertText = (center: string, { from, to, count }: { from: number; to: number; count: number }): string => `
  insert into bookings (center_id, id, version, created_at, updated_at, simulator_id, status, starts_at, ends_at,
                        search_text, document)
  select '${center}', id, 1, created_at, created_at, '${center}', 'COMPLETED', starts_at, starts_at + interval '2 hours',
         ' ref-' || n, ${documentSql(center)}
    from (select n, uuidv7(-age) as id, now() - age as created_at, now() - age + interval '20 days' as starts_at
            from (select n, make_interval(secs => ${HISTORY_DAYS * 86_400}::float8 * (${count} - n) / ${count}) as age
                    from generate_series(${from}, ${to - 1}) n) aged) dated`;

/**
 * Fills a database with bookings, in one large statement for each core. Neither they nor the sessions' people are
 * logged, and of the indexes only the keys and the page's own are there: nothing else is read by a page, and ten million
 * rows would take another quarter of an hour.
 */
export const fillBookings = async (cluster: Cluster, name: string, count: number): Promise<Booked> => {
  const { url, db } = await cluster.database(name);
  const center = await newCenter(db);
  const page = await filling(url, async (client) => {
    for (const table of ["booking_people", "bookings"]) await client.query(`alter table ${table} set unlogged`);
    return (await dropIndexes(client, "bookings")).get("bookings_keyset");
  });
  if (page === undefined) throw new Error("There is no index bookings_keyset.");
  const bounds = Array.from({ length: WRITERS + 1 }, (_, index) => Math.round((count * index) / WRITERS));
  await Promise.all(
    bounds.slice(1).map((to, index) => {
      const part = { from: bounds[index] ?? 0, to, count };
      return filling(url, (client) => client.query(insertText(center, part)));
    }),
  );
  await filling(url, (client) => client.query(page));
  await vacuum(url);
  return { url, db, center, rows: count };
};
