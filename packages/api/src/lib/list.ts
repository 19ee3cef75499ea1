import { hash } from "node:crypto";
import { type CenterId, type Queryable, type Statement, statement } from "@aviationalley/db/client.ts";
import type { Position } from "./cursor.ts";
import type { ListFilter } from "./list-filters.ts";
import { isOpen, isShort, type Plan, plansFor, spanOf } from "./list-plan.ts";
import { driving, filtering, type Placeholder } from "./list-predicates.ts";
import type { ReadDocuments } from "./pagination.ts";
import { searchPattern } from "./search-text.ts";

/**
 * Lists over tables that keep each row's JSON in `document`, in keyset order (created_at desc, id desc).
 *
 * A list's SELECT is composed once per combination of filters and prepared under a name of its own. One filter drives:
 * it stands in the form that its index serves. All others stand in a form that no index serves, so that the planner
 * cannot be led astray by a guess at how common a value is: what EXPLAIN shows is what always runs.
 */
export interface ListSpec<Filters> {
  readonly table: string;
  /** Every filter of the input, the most selective first: the first that is given drives. */
  readonly filters: { readonly [Name in keyof Filters]-?: ListFilter };
}

/** How many of the newest rows are looked through before another index is asked. */
export const WINDOW = 2_000;

/** One SELECT of a list, ready to run or to EXPLAIN; `whole` says that its answer needs no further one. */
export interface Select {
  text: string;
  values: unknown[];
  whole: boolean;
}

/** The SELECTs that may answer a call, in the order in which they are tried. */
export type Selects<Filters> = (centerId: CenterId, filters: Filters, position: Position, limit: number) => Select[];

export const keysetSelects = <Filters extends object>(spec: ListSpec<Filters>): Selects<Filters> => {
  const declared: [string, ListFilter][] = Object.entries(spec.filters);
  return (centerId, filters, position, limit) => {
    const wanted = new Map<string, unknown>(Object.entries(filters));
    const given = declared.flatMap(([name, filter]) => {
      const value = wanted.get(name);
      return value === undefined || isOpen(filter, value) ? [] : [[name, filter, value] as const];
    });
    return plansFor(given).map((plan) => {
      const values: unknown[] = [centerId, position.createdAt, position.id, limit];
      const text = listText(spec.table, plan, (value) => `$${values.push(value)}`);
      return { text, values, whole: plan.whole };
    });
  };
};

export type KeysetList<Filters> = ReadDocuments<Filters> & { readonly selects: Selects<Filters> };

/** A list's documents. `selects` shows the SQL behind a call. */
export const keysetList = <Filters extends object>(spec: ListSpec<Filters>): KeysetList<Filters> => {
  const selects = keysetSelects(spec);
  const read: ReadDocuments<Filters> = async (db, centerId, filters, position, limit) => {
    for (const select of selects(centerId, filters, position, limit)) {
      const { documents, whole } = await run(db, spec.table, select);
      if (whole || documents.length >= limit) return documents;
    }
    return [];
  };
  return Object.assign(read, { selects });
};

/** A null document is the mark of a window that held all rows. */
interface DocumentRow {
  document: string | null;
}

const run = async (db: Queryable, table: string, select: Select): Promise<{ documents: string[]; whole: boolean }> => {
  const rows = await db.many(prepared(table, select.text), select.values);
  const documents = rows.flatMap(({ document }) => (document === null ? [] : [document]));
  return { documents, whole: select.whole || documents.length < rows.length };
};

/** The text of a plan; `place` binds a value and answers its placeholder. */
const listText = (table: string, plan: Plan, place: (value: unknown) => Placeholder): string => {
  const rest = plan.rest.flatMap(([, filter, value]) => filtering(filter, argument(filter, value), place));
  const driver = plan.driver && ([plan.driver[1], argument(plan.driver[1], plan.driver[2])] as const);
  return driving({ table, driver, rest, windowed: plan.whole ? undefined : WINDOW, short: isShort, place });
};

const argument = (filter: ListFilter, value: unknown): unknown => {
  switch (filter.kind) {
    case "contains":
      return searchPattern(String(value));
    case "range":
    case "created":
      return spanOf(value);
    case "equal":
    case "oneOf":
    case "ids":
    case "through":
    case "since":
      return value;
  }
};

const statements = new Map<string, Statement<DocumentRow>>();

const prepared = (table: string, text: string): Statement<DocumentRow> => {
  const known = statements.get(text);
  if (known) return known;
  const made = statement<DocumentRow>(`list.${table}.${hash("sha1", text, "hex").slice(0, 12)}`, text);
  statements.set(text, made);
  return made;
};
