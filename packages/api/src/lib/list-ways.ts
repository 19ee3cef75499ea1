import { rowsOf, rowsUntilPage, rowsUntilPages, type Sample, SPREAD } from "./list-estimate.ts";
import type { Given, One, Step } from "./list-plan.ts";

/** One way to answer a call, and what it has to go through. */
export interface Way {
  /**
   * Walked in the list's order until a page is found, the list itself or rows `apart` of some states or months, several
   * walks merged; or gathered by an index in another order and sorted: what a search finds, or what was changed.
   */
  readonly kind: "list" | "apart" | "months" | "search" | "changes";
  readonly step: Step;
  /** The filters that its index knows. */
  readonly own: Given;
  readonly walks: number;
}

/** What was seen of a call's filters: how many rows of each place match each, and all of them. */
export interface Counts {
  readonly each: ReadonlyMap<One, readonly number[]>;
  readonly all: readonly number[];
  /** Rows that match all among the newest ones of the driver `newest`, or of the list. */
  readonly found: number;
  readonly newest: One | undefined;
}

/**
 * What a row costs, in rows of the list walked in its own order (0.6 µs): those of a month lie together, those of one
 * state apart; what a search finds lies anywhere and is sorted, and before that the index's lists are intersected;
 * changes are read from an index that holds the other filters' columns.
 */
const COST = { list: 1, months: 1, apart: 3, changes: 0.5, search: 5 } as const;
const INTERSECTING = 3_000;

/**
 * A search alone looks at half as much in each row of the list as two filters do. Only where some of the newest rows
 * match, though: where none does, how far it is to the first is a guess, and on long texts a wrong one is dear.
 */
const ALONE = 0.5;

/** The cheapest way, by what was seen; the first of equals. */
export const cheapestOf = (ways: readonly [Way, ...Way[]], counts: Counts): Way =>
  ways.reduce((best, way) => (costOf(way, counts) < costOf(best, counts) ? way : best));

const costOf = (way: Way, counts: Counts): number => {
  const own = ownOf(way.own, counts);
  const passed = Math.min(rowsOf(own), rowsPassed(way, sampleOf(way, own, counts)));
  const isSurer = way.kind === "list" && counts.each.size === 1 && counts.found > 0;
  return (way.kind === "search" ? INTERSECTING * way.walks : 0) + COST[way.kind] * (isSurer ? ALONE : 1) * passed;
};

const rowsPassed = ({ kind, walks }: Way, sample: Sample): number => {
  switch (kind) {
    case "list":
    case "apart":
      return walks * rowsUntilPage(sample);
    case "months":
      return rowsUntilPages(sample, walks);
    case "search":
    case "changes":
      return Infinity; // all that there are
  }
};

const sampleOf = ({ step, own: known }: Way, own: readonly number[], { each, all, found, newest }: Counts): Sample => ({
  own,
  matching: [...each.keys()].every((one) => known.includes(one)) ? own : all,
  each: [...each].flatMap(([one, places]) => (known.includes(one) ? [] : [places])),
  found: step.driver === newest ? found : undefined,
});

/** Of several filters at most what the rarer leaves. */
const ownOf = (own: Given, { each }: Counts): readonly number[] =>
  own.reduce<readonly number[]>(
    (left, one) => left.map((rows, place) => Math.min(rows, each.get(one)?.[place] ?? 0)),
    Array.from({ length: SPREAD.places }, () => SPREAD.rows),
  );
