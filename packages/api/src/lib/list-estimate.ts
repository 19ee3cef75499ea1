/**
 * Whether a search is better walked to or looked up, told from a look at the newest rows and at a few places further
 * back: words become common and rare again, so what the newest rows hold says little about a center's ten years.
 */

/** How many of the newest rows are looked through before another index is asked. */
export const WINDOW = 300;

/**
 * Where the newest rows do not tell: places spread evenly over the list's time, and rows looked at in each. What belongs
 * together comes in clusters (a trainee's sessions, a campaign's orders), so many places tell more than many rows.
 */
export const SPREAD = { places: 96, rows: 4 } as const;

/** The largest center for which times are promised. In a smaller one both ways are cheap. */
const ROWS = 100_000;

/** A page with the row that says whether there is another. */
const PAGE = 51;

/**
 * What looking up costs, in rows of a walk (0.6 µs): to intersect the index's lists, and for each row found, which lies
 * anywhere and is sorted.
 */
const LOOK_UP = { once: 3_000, row: 5 } as const;

/** What was seen of a search. */
export interface Sought {
  /** How many of the newest rows match. */
  readonly hits: number;
  /** How many match in each place, the newest first; null where it was not asked. */
  readonly spread: readonly number[] | null;
}

/**
 * Rows until a page is found by walking from the newest: as common as those are, then as common as all are; but at least
 * as far as to the first place where something was seen, as surely as places show what is there.
 */
const walked = (sought: Sought): number => {
  const { hits } = sought;
  const places = sought.spread ?? [];
  const each = ROWS / SPREAD.places;
  const near = hits / WINDOW;
  if (near * each >= PAGE) return WINDOW + (PAGE - hits) / near;
  const first = places.findIndex((matching) => matching > 0);
  return each + Math.max((PAGE - near * each) / leastDensityOf(sought), sureness(places) * first * each);
};

/**
 * What is seen in few places may be rarer by as much as a count of so few is wrong. A walk pays for that without a
 * bound; looking up does not.
 */
const leastDensityOf = (sought: Sought): number => {
  const showing = (sought.spread ?? []).filter((matching) => matching > 0).length;
  return densityOf(sought) * (1 - 1 / Math.sqrt(showing + 1));
};

/** How surely a place where there are matches shows one: told by how many those show that do, and whether the next does. */
const sureness = (places: readonly number[]): number => {
  const showing = places.flatMap((matching, at) => (matching > 0 ? [{ matching, at }] : []));
  if (showing.length === 0) return 0;
  const others = showing.reduce((sum, { matching }) => sum + matching - 1, 0) / (showing.length * (SPREAD.rows - 1));
  const beside = showing.filter(({ at }) => (places[at + 1] ?? 0) > 0).length / showing.length;
  return Math.max(1 - (1 - others) ** SPREAD.rows, beside);
};

/** The share of rows that match, by all that was looked at; but none among the newest says little of the others. */
const densityOf = ({ hits, spread }: Sought): number => {
  const matching = (spread ?? []).reduce((sum, one) => sum + one, 0);
  const rows = SPREAD.places * SPREAD.rows;
  return Math.max(matching / rows, (matching + hits) / (rows + WINDOW));
};

/** `walks`: how many ordered walks are merged, each until it has a page. */
export const isWalkCheaper = (sought: Sought, walks: number): boolean =>
  sought.spread === null || walks * walked(sought) < LOOK_UP.once + LOOK_UP.row * ROWS * densityOf(sought);
