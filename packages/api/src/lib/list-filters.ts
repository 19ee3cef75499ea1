/**
 * The ways in which a list can be narrowed. Each filter of a noun is one of these values, declared once in the noun's
 * `queries`; the index that serves it is named beside it in the migration.
 *
 * - `selective` filters leave few rows in any center (ids, one person's rows): they drive alone.
 * - `sparse` filters may leave few or most (a search, a time of change): they drive when the newest rows did not
 *   already fill the page.
 * - `broad` filters leave many rows, but have an index in keyset order: walking it fills a page at once.
 */
export type ListFilter = Equal | OneOf | Ids | Through | Derived | Contains | Since | Range | Created;

/** `column = value`; index (center_id, column, created_at desc, id desc). */
export interface Equal {
  readonly kind: "equal";
  readonly column: string;
  readonly reach: "selective" | "broad";
}

/** `column` is one of several; the same index, one ordered walk per value, merged. */
export interface OneOf {
  readonly kind: "oneOf";
  readonly column: string;
  /** Other `oneOf` columns with which it has an index: (center_id, within, column, created_at desc, id desc). */
  readonly within: readonly string[];
}

/** The primary key is one of at most 200. */
export interface Ids {
  readonly kind: "ids";
}

/** A row that another table ties to `column = value`; index (center_id, column, `key`) there. */
export interface Through {
  readonly kind: "through";
  readonly table: string;
  readonly key: string;
  readonly column: string;
}

/**
 * A state that is not kept in the row, one of several. `others` is a SELECT of (id, state) of those few rows that are
 * not in the usual one; $1 is the center. Without the usual state these rows drive; with it they are left out.
 */
export interface Derived {
  readonly kind: "derived";
  readonly usual: string;
  readonly others: string;
}

/**
 * `column` (`searchText`) contains the words; GIN (center_id, beside…, column gin_trgm_ops). What stands beside are
 * columns of a few values: a word of a fifth of the rows and a state of a fiftieth that never meet are then told apart by
 * the index. Not those of ids: of what the planner takes for a few rows, it would look at each.
 */
export interface Contains {
  readonly kind: "contains";
  readonly column: string;
  readonly beside: readonly string[];
}

/** `column` at or after an instant; index (center_id, column). */
export interface Since {
  readonly kind: "since";
  readonly column: string;
}

/**
 * `column` from (inclusive) to (exclusive). A short span is read by index (center_id, column), and so is what a long
 * one holds of a month that it begins or ends with, where that is little; the rest of it month by month over (center_id, bucket, created_at
 * desc, id desc), where `bucket` is the column's month: a list is ordered by creation, so an index on the column alone
 * would have to sort everything in the span.
 */
export interface Range {
  readonly kind: "range";
  readonly column: string;
  readonly bucket: string;
  /** The `oneOf` columns with which it has an index: (center_id, within, bucket, created_at desc, id desc). */
  readonly within: readonly string[];
  /**
   * The row lasts from `column` until this one (exclusive), and matches when any part of it lies in the span; GiST
   * (center_id, tstzrange(column, until)). A long span then is its starts month by month, and what lasts at `from`.
   */
  readonly until?: string;
}

/** `created_at` from (inclusive) to (exclusive): a part of the keyset itself. */
export interface Created {
  readonly kind: "created";
}

export const equal = (column: string, reach: Equal["reach"] = "broad"): Equal => ({ kind: "equal", column, reach });
export const oneOf = (column: string, ...within: string[]): OneOf => ({ kind: "oneOf", column, within });
export const ids: Ids = { kind: "ids" };
export const through = (table: string, key: string, column: string): Through => ({
  kind: "through",
  table,
  key,
  column,
});
export const derived = (usual: string, others: string): Derived => ({ kind: "derived", usual, others });
export const contains = (column: string, ...beside: string[]): Contains => ({ kind: "contains", column, beside });
export const since = (column: string): Since => ({ kind: "since", column });
export const range = (column: string, bucket: string, ...within: string[]): Range => ({
  kind: "range",
  column,
  bucket,
  within,
});
/** What lasts from `column` until `until` and overlaps the span. */
export const overlapping = (column: string, until: string, bucket: string, ...within: string[]): Range => ({
  ...range(column, bucket, ...within),
  until,
});
export const created: Created = { kind: "created" };

/** What a range filter gets: either end may be open. */
export interface Span {
  from: string | null;
  to: string | null;
}
