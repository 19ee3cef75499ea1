/**
 * Arrays are bound out of the planner's sight. Where a table has statistics, it finds that its plan for an array of one
 * is cheaper than the kept one, made for ten, and plans each call anew: 0.5 ms for an UPDATE of a row that takes 0.4 ms.
 * And finds the same plan, since what is asked for by arrays here is a handful of rows by a key.
 */
type BoundArray = `$${number}::${string}[]`;

/** A placeholder or several, `$2::uuid[]`, as rows: `unnest`. */
export const unnested = (...arrays: readonly BoundArray[]): string =>
  `unnest(${arrays.map((array) => `(select ${array})`).join(", ")})`;

/** What `=` compares with: any of those in the array at a placeholder, `$2::uuid[]`. */
export const anyOf = (array: BoundArray): string => `any((select ${array})${array.replace(/^\$\d+/, "")})`;
