import { SPREAD } from "./list-estimate.ts";
import type { ListFilter, Range, Span } from "./list-filters.ts";
import { FEW, hasUsual, isShort, type Judged, type One, spanOf, type Step } from "./list-plan.ts";
import { MAX_LIMIT } from "./pagination.ts";
import { indexPatterns, searchPattern } from "./search-text.ts";

/** `$5`: where a bound value stands. $1 is the center, ($2, $3) the position, $4 the number of rows wanted. */
export type Placeholder = `$${number}`;

/** Binds a value and answers its placeholder. */
export type Place = (value: unknown) => Placeholder;

/**
 * A literal bound beside `limit $4`: a prepared plan does not know its parameters, and would guess that a tenth of the
 * table is wanted, for which sorting everything looks cheaper than walking the index.
 */
const AT_MOST = MAX_LIMIT + 1;

const KEYSET = "(created_at, id) < ($2::timestamptz, $3::uuid)";
const NEWEST_FIRST = "order by created_at desc, id desc";

/** The SELECT of a step: rows of one column `document`; a window adds a last row that says what it saw. */
export const selectText = (table: string, step: Step, place: Place): string => {
  if (step.window) return looked(table, step, step.window, place);
  const beside = step.driver?.[0].kind === "contains" ? step.driver[0].beside : [];
  const rest = step.rest
    .filter(([{ kind }]) => kind !== "created")
    .flatMap((one) =>
      "column" in one[0] && beside.includes(one[0].column) ? inSearchIndex(one, place) : filtering(one, place),
    );
  const position = positionsOf(step.rest, place);
  const where = (...conditions: readonly string[]): string => conjunction([...conditions, ...position, ...rest]);
  // Its index is in another order; with the position as a condition, walking the whole keyset can look cheaper.
  const inAnyOrder = (...conditions: readonly string[]): string =>
    conjunction([...conditions, ...position.map((condition) => `(${condition}) is true`), ...rest]);
  if (!step.driver) return walked(table, where());
  const [filter, value] = step.driver;
  switch (filter.kind) {
    case "equal":
    case "created":
      return walked(table, where(...served(step.driver, place)));
    case "oneOf":
      return merged(
        `unnest(${place(value)}::text[]) as own(value)${statesOf(step.beside, place)}`,
        `select created_at, id, document from ${table} where ${where(`${filter.column} = own.value`, ...ofState(step.beside))} ${NEWEST_FIRST} limit $4`,
      );
    case "range":
      return isShort(spanOf(value))
        ? gathered(table, inAnyOrder(...served(step.driver, place)))
        : byMonth(table, filter, spanOf(value), step.beside, where, place);
    case "ids":
    case "through":
    case "derived":
      return gathered(table, inAnyOrder(...served(step.driver, place)));
    case "since":
      return gathered(table, inAnyOrder(...served(step.driver, place)), `order by ${filter.column} desc`);
    case "contains": {
      const patterns = indexPatterns(String(value));
      const parts = patterns.map((pattern) => `${filter.column} like ${place(pattern)}`);
      const whole = patterns.includes(searchPattern(String(value))) ? [] : filtering(step.driver, place);
      return gathered(table, inAnyOrder(...parts, ...whole));
    }
  }
};

/** Where in the keyset the rows stand: a time of creation is a part of it. */
const positionsOf = (rest: Step["rest"], place: Place): string[] => [
  KEYSET,
  ...rest.flatMap((one) => (one[0].kind === "created" ? served(one, place) : [])),
];

const conjunction = (conditions: readonly string[]): string => ["center_id = $1", ...conditions].join(" and ");

/** A filter in the form that its index serves. */
const served = ([filter, value]: One, place: Place): string[] => {
  switch (filter.kind) {
    case "equal":
      return [`${filter.column} = ${place(value)}`];
    case "oneOf":
      return [`${filter.column} = any(${place(value)}::text[])`];
    case "ids":
      return [`id = any(${place(value)}::uuid[])`];
    case "through":
      return [
        `id in (select ${filter.key} from ${filter.table} where center_id = $1 and ${filter.column} = ${place(value)})`,
      ];
    case "derived":
      return [
        hasUsual(filter, value)
          ? `id not in (select other.id from (${filter.others}) other where other.state <> all(${place(value)}::text[]))`
          : `id in (select other.id from (${filter.others}) other where other.state = any(${place(value)}::text[]))`,
      ];
    case "contains":
      return [`${filter.column} like ${place(searchPattern(String(value)))}`];
    case "since":
      return [`${filter.column} >= ${place(value)}::timestamptz`];
    case "range":
      return inRange(filter, spanOf(value), place);
    case "created":
      return between("created_at", spanOf(value), place);
  }
};

/** One state is asked of the index; of several the planner would rather look at each row than scan the index for each state. */
const inSearchIndex = ([filter, value]: One, place: Place): string[] =>
  filter.kind === "oneOf" && Array.isArray(value) && value.length === 1
    ? [`${filter.column} = ${place(value[0])}`]
    : served([filter, value], place);

/** The same filter where it only filters. `(x) is true` says the same as `x` in a WHERE, but matches no index. */
const filtering = (one: One, place: Place): string[] => {
  const [filter, value] = one;
  const conditions = filter.kind === "range" ? compared(filter, spanOf(value), place) : served(one, place);
  return conditions.map((condition) => `(${condition}) is true`);
};

/** A range by comparisons alone: making two ranges of four instants to compare takes thrice as long. */
const compared = ({ column, until }: Range, span: Span, place: Place): string[] => {
  if (until === undefined) return between(column, span, place);
  const { from, to } = span;
  if (from !== null && to !== null && to <= from) return ["false"];
  return [...between(until, { from, to: null }, place), ...between(column, { from: null, to }, place)];
};

const between = (column: string, { from, to }: Span, place: Place): string[] => [
  ...(from === null ? [] : [`${column} >= ${place(from)}`]),
  ...(to === null ? [] : [`${column} < ${place(to)}`]),
];

const inRange = ({ column, until }: Range, { from, to }: Span, place: Place): string[] => {
  if (until === undefined) return between(column, { from, to }, place);
  const end = from !== null && to !== null && to < from ? from : to; // a span that ends before it begins holds nothing
  const span = `tstzrange(${place(from)}::timestamptz, ${place(end)}::timestamptz)`;
  return [`tstzrange(${column}, ${until}) && ${span}`];
};

/** An index in keyset order: the page is its first rows. */
const walked = (table: string, where: string): string =>
  `select document from (select document from ${table} where ${where} ${NEWEST_FIRST} limit ${AT_MOST}) page limit $4`;

/**
 * Rows found by an index in another order: sort their keys, then fetch the page's documents. `offset 0` keeps the
 * planner from taking the keyset's index instead, as `materialized` would, but without a copy of all keys. So does the
 * index's own order; backwards, since what changed last was mostly made last: then the first rows fill the page, and
 * the sort throws the others away at a glance.
 */
const gathered = (table: string, where: string, order = "offset 0"): string =>
  `${fetched(table, `(select created_at, id from ${table} where ${where} ${order}) hits`)}
   order by page.created_at desc, page.id desc limit $4`;

/** The documents of the newest of some keys. */
const fetched = (table: string, keys: string): string =>
  `select row.document
     from (select created_at, id from ${keys} ${NEWEST_FIRST} limit ${AT_MOST}) page
     join ${table} row on row.center_id = $1 and row.id = page.id`;

/** Several ordered walks, each at most a page long, merged. */
const merged = (source: string, walk: string): string =>
  `select found.document from ${source} cross join lateral (${walk}) found
    order by found.created_at desc, found.id desc limit $4`;

/**
 * The page out of the newest rows only; and one row more, without a document, that says how many rows there were and
 * how far the judged filter narrows the list.
 */
const looked = (table: string, { driver, rest }: Step, window: NonNullable<Step["window"]>, place: Place): string => {
  const { search } = window;
  const position = positionsOf(rest, place);
  const others = rest.filter(([{ kind }]) => kind !== "created");
  // `ctid` is in no index: with it, an index in another order that happens to hold all columns is not worth sorting.
  const columns = [
    ...new Set(["ctid", "created_at", "id", ...others.flatMap((one) => (one === search ? [] : columnsOf(one[0])))]),
    // Told once a row, and not kept: a text is longer than all else.
    ...(search ? [`${served(search, place).join(" and ")} as sought`] : []),
  ].join(", ");
  const newest =
    driver?.[0].kind === "oneOf"
      ? `select found.* from unnest(${place(driver[1])}::text[]) as one(value) cross join lateral (
           select ${columns} from ${table} where ${conjunction([`${driver[0].column} = one.value`, ...position])} ${NEWEST_FIRST} limit ${window.size}
         ) found order by found.created_at desc, found.id desc limit ${window.size}`
      : `select ${columns} from ${table} where ${conjunction([...(driver ? served(driver, place) : []), ...position])} ${NEWEST_FIRST} limit ${window.size}`;
  const matching = others.flatMap((one) => (one === search ? ["sought"] : served(one, place)));
  const { few, narrows } = verdict(table, window, place);
  return `with newest as materialized (${newest}),
        hits as materialized (select created_at, id from newest where ${["true", ...matching].join(" and ")}),
        found as materialized (${fetched(table, "hits")} order by page.created_at desc, page.id desc limit $4)
   select document, null as seen, null as hits, null::int[] as spread, null as few, null as narrows from found
   union all
   select null, count(*), count(*) filter (where ${search ? "sought" : "false"}), ${search ? spread(table, search, place) : "null"},
          ${few}, ${narrows} from newest`;
};

/**
 * Where the page is not full: how many rows match a search at each of some places between the newest rows and the
 * oldest one.
 */
const spread = (table: string, search: One, place: Place): string =>
  `case when (select count(*) from hits) < $4 then array(
     select (select count(*) filter (where sought) from (
               select ${served(search, place).join(" and ")} as sought from ${table}
                where center_id = $1 and (created_at, id) < (oldest.at + (max(newest.created_at) - oldest.at) * place, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                ${NEWEST_FIRST} limit ${SPREAD.rows}) row)::int
       from (select created_at as at from ${table} where center_id = $1 order by created_at, id limit 1) oldest,
            generate_series(${SPREAD.places - 0.5}, 0, -1) step, lateral (select step / ${SPREAD.places} as place) at
   ) end`;

interface Verdict {
  few: string;
  narrows: string;
}

/** A time of change is judged by how many rows were changed since; a search by the newest rows that match. */
const verdict = (table: string, { change }: Judged, place: Place): Verdict => {
  if (change?.[0].kind !== "since") return { few: "false", narrows: "true" };
  const { column } = change[0];
  const instant = `${place(change[1])}::timestamptz`;
  const changed = `select from ${table} where center_id = $1 and ${column} >= ${instant} limit ${FEW + 1}`;
  const oldest = `select ${column} < ${instant} from ${table} where center_id = $1 order by ${column} limit 1`;
  return { few: `(select count(*) <= ${FEW} from (${changed}) changed)`, narrows: `(${oldest})` };
};

const columnsOf = (filter: ListFilter): string[] => {
  switch (filter.kind) {
    case "ids":
    case "through":
    case "derived":
      return ["id"];
    case "created":
      return ["created_at"];
    case "equal":
    case "oneOf":
    case "contains":
    case "since":
      return [filter.column];
    case "range":
      return [filter.column, ...(filter.until === undefined ? [] : [filter.until])];
  }
};

/** The states beside a driver, one row each, and the condition that holds a walk to one of them. */
const statesOf = (beside: Step["beside"], place: Place): string =>
  beside ? ` cross join unnest(${place(beside[1])}::text[]) as one(value)` : "";
const ofState = (beside: Step["beside"]): string[] => (beside ? [`${beside[0].column} = one.value`] : []);

/** One ordered walk per month that has rows (a loose index scan finds those), and per state beside it; merged. */
const byMonth = (
  table: string,
  { column, bucket, until }: Range,
  span: Span,
  beside: Step["beside"],
  where: (...conditions: readonly string[]) => string,
  place: Place,
): string => {
  const inSpan = [
    ...(span.from === null
      ? []
      : [`${bucket} >= date_trunc('month', ${place(span.from)}::timestamptz at time zone 'UTC')::date`]),
    ...(span.to === null ? [] : [`${bucket} <= (${place(span.to)}::timestamptz at time zone 'UTC')::date`]),
  ];
  const next = (...conditions: readonly string[]): string =>
    `(select ${bucket} from ${table} where ${conjunction([...inSpan, ...conditions])} order by ${bucket} limit 1)`;
  const states = statesOf(beside, place);
  const select = `select created_at, id, document from ${table}`;
  const starting = between(column, span, place).map((condition) => `(${condition}) is true`);
  const walk = `${select} where ${where(...ofState(beside), `${bucket} = month.value`, ...starting)} ${NEWEST_FIRST} limit $4`;
  const months = `with recursive month(value) as (
      ${next()}
      union all
      select ${next(`${bucket} > month.value`)} from month where month.value is not null
    )`;
  if (until === undefined || span.from === null) return `${months} ${merged(`month${states}`, walk)}`;
  // What lasts at the span's begin is a handful that the GiST index finds; its month may hold thousands that ended.
  const from = `${place(span.from)}::timestamptz`;
  const lasting = where(
    `tstzrange(${column}, ${until}) @> ${from}`,
    `(${column} < ${from}) is true`,
    ...(beside ? filtering(beside, place) : []),
  );
  return `${months}, lasting as materialized (${select} where ${lasting})
    ${merged("(values (1)) once(value)", `(select found.* from month${states} cross join lateral (${walk}) found) union all select * from lasting`)}`;
};
