import type { Range, Span } from "./list-filters.ts";
import type { Step } from "./list-plan.ts";
import {
  between,
  conjunction,
  filtering,
  merged,
  NEWEST_FIRST,
  ofState,
  type Place,
  served,
  statesOf,
  unindexed,
} from "./list-predicates.ts";
import { LAST_DATE } from "./time.ts";

/**
 * Up to so many rows of a part of a month are gathered by the column's own index: to walk the whole month until fifty
 * of them are found would pass most of it, and all of it where there are fewer. More of them are soon walked to: a
 * month's last days hold all that expires with it.
 */
const FEW_ROWS = 600;

const ONCE = "(values (1)) once(value)";

interface Around {
  beside: Step["beside"];
  /** The conditions of a walk in the list's order. */
  where: (...conditions: readonly string[]) => string;
  /** Those of what an index in another order finds. */
  inAnyOrder: (...conditions: readonly string[]) => string;
  place: Place;
}

/**
 * One ordered walk per month that has rows (a loose index scan finds those), and per state beside it; and what the span
 * holds of a month that it begins or ends with; merged.
 */
export const byMonth = (table: string, range: Range, span: Span, around: Around): string => {
  const { beside, where, inAnyOrder, place } = around;
  const { column, bucket, until } = range;
  const { months, ends } = partsOf(span);
  const select = `select created_at, id, document from ${table}`;
  const walk = (month: string, ...conditions: readonly string[]): string =>
    `${select} where ${where(...ofState(beside), `${bucket} = ${month}`, ...conditions)} ${NEWEST_FIRST} limit $4`;
  const states = statesOf(beside, place);
  const walks = `month${states} cross join lateral (${walk("month.value", ...unindexed(between(column, months, place)))}) found`;
  const others = (): string[] => (beside ? filtering(beside, place) : []);
  const few = ends.map((end, at) => {
    const own = [...served([range, end], place), ...(until ? unindexed([`${column} >= ${place(end.from)}`]) : [])];
    const areFew = `(select few from end${at})`;
    const gathered = `${select} where ${inAnyOrder(...own, ...others())} and ${areFew} offset 0`;
    const walked = walk(monthAt(end.from, place), ...unindexed(between(column, end, place)), `not ${areFew}`);
    return {
      count: `, end${at} as materialized (select count(*) <= ${FEW_ROWS} as few from (select from ${table} where ${conjunction(own)} limit ${FEW_ROWS + 1}) held)`,
      rows: [
        `(select * from (${gathered}) few ${NEWEST_FIRST} limit $4)`,
        `(select found.* from ${ONCE}${states} cross join lateral (${walked}) found)`,
      ],
    };
  });
  const counted = [monthsWithRows(table, bucket, months, place), ...few.map(({ count }) => count)].join("");
  const found = [`(select found.* from ${walks})`, ...few.flatMap(({ rows }) => rows)];
  if (until === undefined || span.from === null)
    return `${counted} ${few.length === 0 ? merged(walks) : merged(lateral(found))}`;
  // What lasts at the span's begin is a handful that the GiST index finds; its month may hold thousands that ended.
  const from = `${place(span.from)}::timestamptz`;
  const lasting = where(
    `tstzrange(${column}, ${until}) @> ${from}`,
    ...unindexed([`${column} < ${from}`]),
    ...others(),
  );
  return `${counted}, lasting as materialized (${select} where ${lasting})
    ${merged(lateral([...found, "select * from lasting"]))}`;
};

const lateral = (parts: readonly string[]): string => `${ONCE} cross join lateral (${parts.join(" union all ")}) found`;

const monthAt = (instant: string | null, place: Place): string =>
  `date_trunc('month', ${place(instant)}::timestamptz at time zone 'UTC')::date`;

const monthsWithRows = (table: string, bucket: string, { from, to }: Span, place: Place): string => {
  const inSpan = [
    ...(from === null ? [] : [`${bucket} >= ${monthAt(from, place)}`]),
    ...(to === null ? [] : [`${bucket} < ${place(to)}::timestamptz at time zone 'UTC'`]),
  ];
  const next = (...conditions: readonly string[]): string =>
    `(select ${bucket} from ${table} where ${conjunction([...inSpan, ...conditions])} order by ${bucket} limit 1)`;
  return `with recursive month(value) as (
      ${next()}
      union all
      select ${next(`${bucket} > month.value`)} from month where month.value is not null
    )`;
};

/** The whole months of a long span, and the parts of months that it begins and ends with. */
export const partsOf = ({ from, to }: Span): { months: Span; ends: Span[] } => {
  const first = from === null ? null : monthOf(from);
  const last = to === null ? null : monthOf(to);
  if (first !== null && first === last) return { months: { from, to }, ends: [] };
  const second = from === null || isSame(from, first) ? null : monthAfter(from);
  const head = second === null ? null : { from, to: second };
  const tail = to === null || isSame(to, last) ? null : { from: last, to };
  return {
    months: { from: head?.to ?? from, to: tail?.from ?? to },
    ends: [head, tail].filter((end) => end !== null),
  };
};

const isSame = (at: string, other: string | null): boolean => other !== null && Date.parse(at) === Date.parse(other);

/** The begin of a day's or instant's month, written as that is. */
const monthOf = (at: string, later = 0): string => {
  const month = new Date(at);
  month.setUTCHours(0, 0, 0, 0);
  month.setUTCMonth(month.getUTCMonth() + later, 1);
  return month.toISOString().slice(0, at.length === "2026-01-01".length ? 10 : undefined);
};

/** None after the last one of four digits. */
const monthAfter = (at: string): string | null => (at.startsWith(LAST_DATE.slice(0, 7)) ? null : monthOf(at, 1));
