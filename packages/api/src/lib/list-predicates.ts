import type { ListFilter, Range, Span } from "./list-filters.ts";
import { MAX_LIMIT } from "./pagination.ts";

/** `$5`: where a bound value stands. $1 is the center, ($2, $3) the position, $4 the number of rows wanted. */
export type Placeholder = `$${number}`;

type Place = (value: unknown) => Placeholder;

/**
 * A literal bound beside `limit $4`: a prepared plan does not know its parameters, and would guess that a tenth of the
 * table is wanted, for which sorting everything looks cheaper than walking the index.
 */
const AT_MOST = MAX_LIMIT + 1;

const KEYSET = "(created_at, id) < ($2::timestamptz, $3::uuid)";
const NEWEST_FIRST = "order by created_at desc, id desc";

export interface Driving {
  table: string;
  driver: readonly [ListFilter, unknown] | undefined;
  rest: readonly string[];
  /** Look only through that many of the newest rows. */
  windowed: number | undefined;
  short: (span: Span) => boolean;
  place: Place;
}

/** The whole SELECT for a driver. */
export const driving = ({ table, driver, rest, windowed, short, place }: Driving): string => {
  const where = (...conditions: readonly string[]): string => ["center_id = $1", ...conditions, KEYSET].join(" and ");
  const walk = (...conditions: readonly string[]): string =>
    windowed === undefined
      ? `select document from (
           select document from ${table} where ${where(...conditions, ...rest)} ${NEWEST_FIRST} limit ${AT_MOST}
         ) page limit $4`
      : looked(
          `select * from ${table} where ${where(...conditions)} ${NEWEST_FIRST} limit ${windowed}`,
          windowed,
          rest,
        );
  const gather = (condition: string): string => gathered(table, where(condition, ...rest));

  if (!driver) return walk();
  const [filter, value] = driver;
  switch (filter.kind) {
    case "equal":
      return walk(`${filter.column} = ${place(value)}`);
    case "created":
      return walk(...between("created_at", asSpan(value), place));
    case "oneOf": {
      const values = `unnest(${place(value)}::text[]) as one(value)`;
      const each = (rows: string, bound: string, ...conditions: readonly string[]): string =>
        `select ${rows} from ${table} where ${where(`${filter.column} = one.value`, ...conditions)} ${NEWEST_FIRST} limit ${bound}`;
      return windowed === undefined
        ? merged("found.document", values, each("created_at, id, document", "$4", ...rest), "$4")
        : looked(merged("found.*", values, each("*", `${windowed}`), `${windowed}`), windowed, rest);
    }
    case "ids":
      return gather(`id = any(${place(value)}::uuid[])`);
    case "through":
      return gather(
        `id in (select ${filter.key} from ${filter.table} where center_id = $1 and ${filter.column} = ${place(value)})`,
      );
    case "contains":
      return gather(`${filter.column} like ${place(value)}`);
    case "since":
      return gather(`${filter.column} >= ${place(value)}::timestamptz`);
    case "range": {
      const span = asSpan(value);
      return short(span)
        ? gather(between(filter.column, span, place).join(" and "))
        : byMonth(
            table,
            filter,
            span,
            where(`${filter.bucket} = month.value`, ...opaque(between(filter.column, span, place)), ...rest),
            place,
          );
    }
  }
};

/** The same filter where it only filters: in a form that no index serves. */
export const filtering = (filter: ListFilter, value: unknown, place: Place): readonly string[] => {
  switch (filter.kind) {
    case "equal":
      return opaque([`${filter.column} = ${place(value)}`]);
    case "oneOf":
      return opaque([`${filter.column} = any(${place(value)}::text[])`]);
    case "ids":
      return opaque([`id = any(${place(value)}::uuid[])`]);
    case "through":
      return [
        `exists (select from ${filter.table} tie where tie.center_id = $1 and tie.${filter.key} = id and tie.${filter.column} = ${place(value)})`,
      ];
    case "contains":
      return opaque([`${filter.column} like ${place(value)}`]);
    case "since":
      return opaque([`${filter.column} >= ${place(value)}::timestamptz`]);
    case "range":
      return opaque(between(filter.column, asSpan(value), place));
    case "created":
      return opaque(between("created_at", asSpan(value), place));
  }
};

/** `(x) is true` says the same as `x` in a WHERE, but matches no index. */
const opaque = (conditions: readonly string[]): string[] => conditions.map((condition) => `(${condition}) is true`);

const between = (column: string, { from, to }: Span, place: Place): string[] => [
  ...(from === null ? [] : [`${column} >= ${place(from)}`]),
  ...(to === null ? [] : [`${column} < ${place(to)}`]),
];

const asSpan = (value: unknown): Span => value as Span; // made by list.ts, which checked it

/** Few rows, found by an index in another order: sort their keys, then fetch the page's documents. */
const gathered = (table: string, where: string): string =>
  `with hits as materialized (select created_at, id from ${table} where ${where}),
        page as materialized (select created_at, id from hits ${NEWEST_FIRST} limit ${AT_MOST})
   select row.document from page join ${table} row on row.center_id = $1 and row.id = page.id
    order by page.created_at desc, page.id desc limit $4`;

/**
 * The page out of the newest rows only. One row more, with a null document, says that these were all there are, so
 * that the page is whole however few it holds.
 */
const looked = (newest: string, window: number, rest: readonly string[]): string =>
  `with newest as materialized (${newest})
   select document from (select document from newest where ${["true", ...rest].join(" and ")} limit $4) page
   union all
   select null where (select count(*) from newest) < ${window}`;

/** Several ordered walks, each bounded, merged. */
const merged = (columns: string, source: string, walk: string, bound: string): string =>
  `select ${columns} from ${source} cross join lateral (${walk}) found
    order by found.created_at desc, found.id desc limit ${bound}`;

/** One ordered walk per month that has rows (a loose index scan finds those), merged. */
const byMonth = (table: string, { bucket }: Range, { from, to }: Span, where: string, place: Place): string => {
  const inSpan = [
    ...(from === null
      ? []
      : [`${bucket} >= date_trunc('month', ${place(from)}::timestamptz at time zone 'UTC')::date`]),
    ...(to === null ? [] : [`${bucket} <= (${place(to)}::timestamptz at time zone 'UTC')::date`]),
  ];
  const next = (...conditions: readonly string[]): string =>
    `(select ${bucket} from ${table} where ${["center_id = $1", ...inSpan, ...conditions].join(" and ")} order by ${bucket} limit 1)`;
  return `with recursive month(value) as (
      ${next()}
      union all
      select ${next(`${bucket} > month.value`)} from month where month.value is not null
    )
    ${merged("found.document", "month", `select created_at, id, document from ${table} where ${where} ${NEWEST_FIRST} limit $4`, "$4")}`;
};
