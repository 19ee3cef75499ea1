/**
 * How far a list is walked until a page is found, told from a look at its newest rows and at a few places further back:
 * values become common and rare again, so what the newest rows hold says little about a center's ten years.
 */

/** How many of the newest rows are looked through before another index is asked. */
export const WINDOW = 300;

/**
 * Where the newest rows do not tell: places spread evenly over the list's time, and rows looked at in each. What belongs
 * together comes in clusters (a trainee's sessions, a campaign's orders), so many places tell more than many rows.
 */
export const SPREAD = { places: 96, rows: 4 } as const;

/** The largest center for which times are promised. In a smaller one every way is cheap. */
const ROWS = 100_000;

/** A page with the row that says whether there is another. */
const PAGE = 51;

/** For how many rows of the list one that was looked at stands. */
const EACH = ROWS / SPREAD.places / SPREAD.rows;

/** What was seen along a walk: rows of its own, and those of them that match. Places are the newest first. */
export interface Sample {
  readonly own: readonly number[];
  readonly matching: readonly number[];
  /** Rows that match one of its filters: where a range begins is surer than where a rare word does. */
  readonly each: readonly (readonly number[])[];
  /** How many of its newest rows match, where the window looked at them. */
  readonly found: number | undefined;
}

/** Rows of the list that some filter leaves; never none, since a few may have been missed. */
export const rowsOf = (places: readonly number[]): number => Math.max(1, sumOf(places)) * EACH;

/**
 * Rows until a page is found from the newest on: as common as those are, then as common as all are; but at least as far
 * as to the first place where something was seen, as surely as places show what is there. Infinite where nothing was.
 */
export const rowsUntilPage = (sample: Sample): number => {
  const near = (sample.found ?? 0) / WINDOW;
  const begin = sample.found === undefined ? 0 : Math.max(WINDOW, (sample.own[0] ?? 0) * EACH);
  if (near * begin >= PAGE) return WINDOW + (PAGE - near * WINDOW) / near;
  return begin + Math.max((PAGE - near * begin) / leastDensityOf(sample), rowsBefore(sample) - begin);
};

/**
 * Each of several walks, one a month, until a page is found. As many as there are walks over the list's whole time,
 * fewer where its places show rows for a part of it only; and all rows of the months in which there are no matches.
 */
export const rowsUntilPages = (sample: Sample, walks: number): number => {
  const showing = sample.own.filter((rows) => rows > 0).length / SPREAD.places;
  const outside = rowsBefore(sample) + rowsBefore(reversed(sample));
  return outside + (Math.max(1, walks * showing) * PAGE) / leastDensityOf(sample);
};

const reversed = ({ own, matching, each }: Sample): Sample => ({
  own: own.toReversed(),
  matching: matching.toReversed(),
  each: each.map((places) => places.toReversed()),
  found: undefined,
});

/**
 * What is seen in few places may be rarer by as much as a count of so few is wrong. A walk pays for that without a
 * bound; looking up does not.
 */
const leastDensityOf = (sample: Sample): number => {
  const showing = sample.matching.filter((matching) => matching > 0).length;
  return densityOf(sample) * (1 - 1 / Math.sqrt(showing + 1));
};

/** The share of rows that match, by all that was looked at; but none among the newest says little of the others. */
const densityOf = ({ own, matching, found }: Sample): number => {
  const [rows, matches] = [Math.max(1, sumOf(own)), sumOf(matching)];
  return Math.max(matches / rows, found === undefined ? 0 : (matches + found) / (rows + WINDOW));
};

/** Rows before the first place where something was seen of all filters together, or of any of them. */
const rowsBefore = ({ own, matching, each }: Sample): number =>
  Math.max(...[matching, ...each].map((places) => sureness(places) * sumOf(own.slice(0, firstOf(places))) * EACH));

const firstOf = (places: readonly number[]): number => places.findIndex((matching) => matching > 0);

/** How surely a place where there are matches shows one: told by how many those show that do, and whether the next does. */
const sureness = (places: readonly number[]): number => {
  const showing = places.flatMap((matching, at) => (matching > 0 ? [{ matching, at }] : []));
  if (showing.length === 0) return 0;
  const others = showing.reduce((sum, { matching }) => sum + matching - 1, 0) / (showing.length * (SPREAD.rows - 1));
  const beside = showing.filter(({ at }) => (places[at + 1] ?? 0) > 0).length / showing.length;
  return Math.max(1 - (1 - others) ** SPREAD.rows, beside);
};

const sumOf = (places: readonly number[]): number => places.reduce((sum, one) => sum + one, 0);
