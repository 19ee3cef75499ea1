import { SPREAD } from "./list-estimate.ts";
import { FEW, type Step, type Window } from "./list-plan.ts";
import { columnsOf, conjunction, fetched, NEWEST_FIRST, type Place, positionsOf, served } from "./list-predicates.ts";

/**
 * The page out of the newest rows only; and one row more, without a document, that says how many rows there were, how
 * many of them match, and what the filters leave further back.
 */
export const looked = (table: string, { driver, rest }: Step, { size, judged }: Window, place: Place): string => {
  const position = positionsOf(rest, place);
  const others = rest.filter(([{ kind }]) => kind !== "created");
  const search = others.find(([{ kind }]) => kind === "contains");
  // `ctid` is in no index: with it, an index in another order that happens to hold all columns is not worth sorting.
  const columns = [
    ...new Set(["ctid", "created_at", "id", ...others.flatMap((one) => (one === search ? [] : columnsOf(one[0])))]),
    // Told once a row, and not kept: a text is longer than all else.
    ...(search ? [`${served(search, place).join(" and ")} as sought`] : []),
  ].join(", ");
  const newest =
    driver?.[0].kind === "oneOf"
      ? `select found.* from unnest(${place(driver[1])}::text[]) as one(value) cross join lateral (
           select ${columns} from ${table} where ${conjunction([`${driver[0].column} = one.value`, ...position])} ${NEWEST_FIRST} limit ${size}
         ) found order by found.created_at desc, found.id desc limit ${size}`
      : `select ${columns} from ${table} where ${conjunction([...(driver ? served(driver, place) : []), ...position])} ${NEWEST_FIRST} limit ${size}`;
  const matching = others.flatMap((one) => (one === search ? ["sought"] : served(one, place)));
  const { few, narrows } = verdict(table, judged, place);
  return plannedOnce(`with newest as materialized (${newest}),
        hits as materialized (select created_at, id from newest where ${["true", ...matching].join(" and ")}),
        found as materialized (${fetched(table, "hits")} order by page.created_at desc, page.id desc limit $4)
   select document, null as seen, null as found, null::int[] as spread, null as few, null as narrows from found
   union all
   select null, count(*), (select count(*) from hits), ${spread(table, judged, place)}, ${few}, ${narrows} from newest`);
};

/**
 * Where the page is not full: how many rows match each filter, and last all of them, at each of some places between the
 * newest rows and the oldest one.
 */
const spread = (table: string, judged: Window["judged"], place: Place): string => {
  if (judged.length === 0) return "null";
  const told = judged.map((one, at) => `(${served(one, place).join(" and ")}) as f${at}`);
  const all = judged.map((_, at) => `f${at}`);
  const counts = (all.length === 1 ? all : [...all, all.join(" and ")]).map(
    (condition) => `count(*) filter (where ${condition})`,
  );
  return `case when (select count(*) from hits) < $4 then array(
     select (select array[${counts.join(", ")}]::int[] from (
               select ${told.join(", ")} from ${table}
                where center_id = $1 and (created_at, id) < (oldest.at + (max(newest.created_at) - oldest.at) * place, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                ${NEWEST_FIRST} limit ${SPREAD.rows}) row)
       from (select created_at as at from ${table} where center_id = $1 order by created_at, id limit 1) oldest,
            generate_series(${SPREAD.places - 1}, 0, -1) step, lateral (select (step + 0.5::float8) / ${SPREAD.places} as place) at
   ) end`;
};

interface Verdict {
  few: string;
  narrows: string;
}

/** A time of change is judged by how many rows were changed since, up to some. */
const verdict = (table: string, judged: Window["judged"], place: Place): Verdict => {
  const change = judged.find(([{ kind }]) => kind === "since");
  if (change?.[0].kind !== "since") return { few: "false", narrows: "true" };
  const { column } = change[0];
  const instant = `${place(change[1])}::timestamptz`;
  const changed = `select from ${table} where center_id = $1 and ${column} >= ${instant} limit ${FEW + 1}`;
  const oldest = `select ${column} < ${instant} from ${table} where center_id = $1 order by ${column} limit 1`;
  return { few: `(select count(*) <= ${FEW} from (${changed}) changed)`, narrows: `(${oldest})` };
};

/**
 * Bound values behind sub-selects: knowing how many rows a center has or how many states are asked for, the planner
 * would plan anew for each call (0.6 ms), and find the same.
 */
const plannedOnce = (text: string): string =>
  text.replaceAll(/\$1(?!\d)/g, "$1::uuid").replaceAll(/\$\d+::(uuid|timestamptz|text\[\])/g, "(select $&)::$1");
