import type { Range, Span } from "./list-filters.ts";
import { isShort, spanOf, type Step } from "./list-plan.ts";
import {
  AT_MOST,
  between,
  conjunction,
  fetched,
  filtering,
  inSearchIndex,
  NEWEST_FIRST,
  type Place,
  positionsOf,
  served,
} from "./list-predicates.ts";
import { looked } from "./list-window.ts";
import { indexPatterns, searchPattern } from "./search-text.ts";

/** The SELECT of a step: rows of one column `document`; a window adds a last row that says what it saw. */
export const selectText = (table: string, step: Step, place: Place): string => {
  if (step.window) return looked(table, step, step.window, place);
  const known = step.driver?.[0].kind === "contains" ? step.driver[0].beside : [];
  const rest = step.rest
    .filter(([{ kind }]) => kind !== "created")
    .flatMap((one) =>
      "column" in one[0] && known.includes(one[0].column) ? inSearchIndex(one, place) : filtering(one, place),
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
      return gathered(table, inAnyOrder(...served(step.driver, place)), { order: `order by ${filter.column} desc` });
    case "contains": {
      const patterns = indexPatterns(String(value));
      const parts = patterns.map((pattern) => `${filter.column} like ${place(pattern)}`);
      const exact = patterns.includes(searchPattern(String(value))) ? [] : filtering(step.driver, place);
      const where = inAnyOrder(...parts, ...ofState(step.beside), ...exact);
      return gathered(table, where, { states: statesOf(step.beside, place) });
    }
  }
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
const gathered = (table: string, where: string, { order = "offset 0", states = "" } = {}): string => {
  const keys = `(select created_at, id from ${table} where ${where} ${order})`;
  const hits =
    states === "" ? keys : `(select key.* from (values (1)) once(value)${states} cross join lateral ${keys} key)`;
  return `${fetched(table, `${hits} hits`)}
   order by page.created_at desc, page.id desc limit $4`;
};

/** Several ordered walks, each at most a page long, merged. */
const merged = (source: string, walk: string): string =>
  `select found.document from ${source} cross join lateral (${walk}) found
    order by found.created_at desc, found.id desc limit $4`;

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
