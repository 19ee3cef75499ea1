import type { ListFilter, Range, Span } from "./list-filters.ts";
import { hasUsual, isOneState, type One, spanOf, type Step } from "./list-plan.ts";
import { MAX_LIMIT } from "./pagination.ts";
import { searchPattern } from "./search-text.ts";

/** `$5`: where a bound value stands. $1 is the center, ($2, $3) the position, $4 the number of rows wanted. */
export type Placeholder = `$${number}`;

/** Binds a value and answers its placeholder. */
export type Place = (value: unknown) => Placeholder;

/**
 * A literal bound beside `limit $4`: a prepared plan does not know its parameters, and would guess that a tenth of the
 * table is wanted, for which sorting everything looks cheaper than walking the index.
 */
export const AT_MOST = MAX_LIMIT + 1;

const KEYSET = "(created_at, id) < ($2::timestamptz, $3::uuid)";
export const NEWEST_FIRST = "order by created_at desc, id desc";

/** Where in the keyset the rows stand: a time of creation is a part of it. */
export const positionsOf = (rest: Step["rest"], place: Place): string[] => [
  KEYSET,
  ...rest.flatMap((one) => (one[0].kind === "created" ? served(one, place) : [])),
];

export const conjunction = (conditions: readonly string[]): string => ["center_id = $1", ...conditions].join(" and ");

/** A filter in the form that its index serves. */
export const served = ([filter, value]: One, place: Place): string[] => {
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
export const inSearchIndex = (one: One, place: Place): string[] => {
  const [filter, value] = one;
  if (filter.kind !== "oneOf" || !Array.isArray(value)) return served(one, place);
  return isOneState(one) ? [`${filter.column} = ${place(value[0])}`] : filtering(one, place);
};

/** Where they only filter: `(x) is true` says the same as `x` in a WHERE, but matches no index. */
export const unindexed = (conditions: readonly string[]): string[] =>
  conditions.map((condition) => `(${condition}) is true`);

/** The same filter where it only filters. */
export const filtering = (one: One, place: Place): string[] => {
  const [filter, value] = one;
  const conditions = filter.kind === "range" ? compared(filter, spanOf(value), place) : served(one, place);
  return unindexed(conditions);
};

/** A range by comparisons alone: making two ranges of four instants to compare takes thrice as long. */
const compared = ({ column, until }: Range, span: Span, place: Place): string[] => {
  if (until === undefined) return between(column, span, place);
  const { from, to } = span;
  if (from !== null && to !== null && to <= from) return ["false"];
  return [...between(until, { from, to: null }, place), ...between(column, { from: null, to }, place)];
};

export const between = (column: string, { from, to }: Span, place: Place): string[] => [
  ...(from === null ? [] : [`${column} >= ${place(from)}`]),
  ...(to === null ? [] : [`${column} < ${place(to)}`]),
];

const inRange = ({ column, until }: Range, { from, to }: Span, place: Place): string[] => {
  if (until === undefined) return between(column, { from, to }, place);
  const end = from !== null && to !== null && to < from ? from : to; // a span that ends before it begins holds nothing
  const span = `tstzrange(${place(from)}::timestamptz, ${place(end)}::timestamptz)`;
  return [`tstzrange(${column}, ${until}) && ${span}`];
};

/** What a filter looks at. */
export const columnsOf = (filter: ListFilter): string[] => {
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

/** The documents of the newest of some keys. */
export const fetched = (table: string, keys: string): string =>
  `select row.document
     from (select created_at, id from ${keys} ${NEWEST_FIRST} limit ${AT_MOST}) page
     join ${table} row on row.center_id = $1 and row.id = page.id`;

/** Several ordered walks, each at most a page long, merged. */
export const merged = (found: string): string =>
  `select found.document from ${found} order by found.created_at desc, found.id desc limit $4`;

/** The states beside a driver, one row each, and the condition that holds a walk to one of them. */
export const statesOf = (beside: Step["beside"], place: Place): string =>
  beside ? ` cross join unnest(${place(beside[1])}::text[]) as one(value)` : "";
export const ofState = (beside: Step["beside"]): string[] => (beside ? [`${beside[0].column} = one.value`] : []);
