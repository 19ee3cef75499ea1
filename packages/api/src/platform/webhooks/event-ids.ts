/** The present instant, not the transaction's begin, in microseconds since 1970: a CTE that is read once. */
export const MOMENT = `moment as materialized (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us)`;

/**
 * A new UUIDv7 of a microsecond, as an expression. Ids of events are made by the database, because they are found again
 * by their time and a node's clock may be wrong; and where they are written, so that of two changes to one row, one
 * of which waited for the other, the later one's event has the greater id. Twelve bits after the milliseconds hold what
 * is below them (RFC 9562, section 6.2, method 3).
 */
export const eventId = (us: string): string =>
  `(lpad(to_hex((${us}) / 1000), 12, '0') || '7' || lpad(to_hex((${us}) % 1000 * 4096 / 1000), 3, '0') || right(gen_random_uuid()::text, 17))::uuid`;
