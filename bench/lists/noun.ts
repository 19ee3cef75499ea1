import { START } from "@aviationalley/api/lib/cursor.ts";
import type { ListFilter } from "@aviationalley/api/lib/list-filters.ts";
import type { KeysetList, Selects } from "@aviationalley/api/lib/list.ts";
import type { CenterId } from "@aviationalley/db/client.ts";
import type { z } from "zod";

/** One list endpoint: what it was declared with, and the SELECTs behind a call. */
export interface Listed {
  endpoint: string;
  /** Where one endpoint reads two ways. */
  note: string;
  /** Of the key that reads this way. */
  scopes: string;
  filters: readonly (readonly [name: string, filter: ListFilter])[];
  table: string;
  selects: (centerId: CenterId, filters: object, limit: number) => Selects;
}

/** A table and what fills it; see `NOUNS`. */
export interface Noun {
  lists: readonly Listed[];
  table: string;
  /** What other nouns call its rows in `idOf`; by itself the table's name. */
  kind?: string;
  schema: z.ZodType;
  columns: Readonly<Record<string, string>>;
  /** Fields of the document that have no column of their own name. */
  fields: Readonly<Record<string, string>>;
  /** What the row is found by, before it is folded. */
  search?: string;
  /** Further documents of the row. */
  also?: Readonly<Record<string, z.ZodType>>;
  /** A table of people, written from the rows just `filled`. */
  links?: { table: string; columns: string; select: string };
}

export const listed = <Filters extends object>(
  endpoint: string,
  list: KeysetList<Filters>,
  note = "",
  scopes = "*",
): Listed => ({
  endpoint,
  note,
  scopes,
  filters: Object.entries<ListFilter>(list.spec.filters),
  table: list.spec.table,
  // Values are picked by the list's own declaration (values.ts), name by name.
  selects: (centerId, filters, limit) => list.selects(centerId, filters as Filters, START, limit),
});

export const from = (expression: string): string => `(${expression})`;

/** A stable uuid for the nth thing of a kind in a center. */
export const idOf = (kind: string, n: string): string => `md5(center_id::text || '${kind}' || (${n})::text)::uuid`;

const FIRST_NAMES = ["Casey", "Robin", "Alex", "Sam", "Jordan", "Noor", "Kim", "Ira", "Lee", "Ash", "Rene"];
const LAST_NAMES = [
  "Moreno",
  "Adeyemi",
  "Novak",
  "Tanaka",
  "Okafor",
  "Lindqvist",
  "Haddad",
  "Silva",
  "Kowalski",
  "Nguyen",
];

export const oneOf = (texts: readonly string[], n: string): string =>
  `(array[${texts.map((text) => `'${text}'`).join(",")}])[1 + (${n}) % ${texts.length}]`;

/** 110 full names, each with a number where more are needed. */
export const nameOf = (n: string): string =>
  `${oneOf(FIRST_NAMES, n)} || ' ' || ${oneOf(LAST_NAMES, n)} || ' ' || (${n})`;

/** One text for most rows, others for so many of a hundred, strewn over all ages. */
export const mostly = (usual: string, others: Readonly<Record<string, number>>): string => {
  let below = 0;
  const cases = Object.entries(others).map(
    ([text, share]) => `when n * 7919 % 100 < ${(below += share)} then '${text}'`,
  );
  return `(case ${cases.join(" ")} else '${usual}' end)`;
};
