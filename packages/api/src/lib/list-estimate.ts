/**
 * Whether a search is better walked to or looked up, told from a look at the newest rows and at a few places further
 * back: words become common and rare again, so what the newest rows hold says little about a center's ten years.
 */

/** How many of the newest rows are looked through before another index is asked. */
export const WINDOW = 300;

/** Where the newest rows do not tell: places spread evenly over the list's time, and rows looked at in each. */
export const SPREAD = { places: 16, rows: 12 } as const;

/** The largest center for which times are promised. In a smaller one both ways are cheap. */
const ROWS = 100_000;

/** A page with the row that says whether there is another. */
const PAGE = 51;

/** A row that the search's index finds lies anywhere, and is sorted: 2 µs. One that a walk passes takes half of one. */
const LOOKED_UP = 4;

/** What was seen of a search. */
export interface Sought {
  /** How many of the newest rows match. */
  readonly hits: number;
  /** How many match in each place, the newest first; null where it was not asked. */
  readonly spread: readonly number[] | null;
}

/** Rows until a page is found by walking from the newest. */
const walked = ({ hits, spread }: Sought): number => {
  let found = hits;
  let rows = WINDOW;
  for (const [place, matching] of (spread ?? []).entries()) {
    // The newest rows lie in the first place, and tell more of it than its sample.
    const density = place === 0 ? (hits + matching) / (WINDOW + SPREAD.rows) : matching / SPREAD.rows;
    const each = ROWS / SPREAD.places;
    if (found + density * each >= PAGE) return rows + (PAGE - found) / density;
    found += density * each;
    rows += each;
  }
  return rows;
};

const lookedUp = ({ spread }: Sought): number =>
  (ROWS * (spread ?? []).reduce((sum, matching) => sum + matching, 0)) / (SPREAD.places * SPREAD.rows);

/** `walks`: how many ordered walks are merged, each until it has a page. */
export const isWalkCheaper = (sought: Sought, walks: number): boolean =>
  sought.spread === null || walks * walked(sought) < LOOKED_UP * lookedUp(sought);
