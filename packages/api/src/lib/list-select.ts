import { byMonth } from "./list-months.ts";
import { isShort, spanOf, type Step } from "./list-plan.ts";
import {
  AT_MOST,
  conjunction,
  fetched,
  filtering,
  inSearchIndex,
  merged,
  NEWEST_FIRST,
  ofState,
  type Place,
  positionsOf,
  served,
  statesOf,
  unindexed,
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
    conjunction([...conditions, ...unindexed(position), ...rest]);
  if (!step.driver) return walked(table, where());
  const [filter, value] = step.driver;
  switch (filter.kind) {
    case "equal":
    case "created":
      return walked(table, where(...served(step.driver, place)));
    case "oneOf":
      return merged(
        `unnest(${place(value)}::text[]) as own(value)${statesOf(step.beside, place)} cross join lateral (
           select created_at, id, document from ${table} where ${where(`${filter.column} = own.value`, ...ofState(step.beside))} ${NEWEST_FIRST} limit $4
         ) found`,
      );
    case "range":
      return isShort(spanOf(value))
        ? gathered(table, inAnyOrder(...served(step.driver, place)))
        : byMonth(table, filter, spanOf(value), { beside: step.beside, where, inAnyOrder, place });
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
