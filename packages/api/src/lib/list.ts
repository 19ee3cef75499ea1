import { hash } from "node:crypto";
import { type CenterId, type Queryable, type Statement, statement } from "@aviationalley/db/client.ts";
import type { Position } from "./cursor.ts";
import type { ListFilter } from "./list-filters.ts";
import { isOpen, planFor, type Seen, type Step } from "./list-plan.ts";
import type { Place } from "./list-predicates.ts";
import { selectText } from "./list-select.ts";
import type { ReadDocuments } from "./pagination.ts";

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
  /** SQL around the page's SELECT, for what is computed at the read; `page` has one column `document`, in order. */
  readonly present?: (page: string) => string;
}

/**
 * A page comes as one text, its documents apart by what stands in no JSON text: fifty rows of one column cost their
 * reader a tenth of a request.
 */
const APART = "\u001f";

const joined = (page: string): string => `select string_agg(document::text, chr(31)) as documents from (${page}) page`;

/** The documents of a page that came as one text. */
export const documentsOf = (text: string | null): string[] => (text === null ? [] : text.split(APART));

/** One SELECT of a list, ready to run or to EXPLAIN. */
export interface Select {
  text: string;
  values: unknown[];
  /** Looks through that many of the newest rows only. */
  window: number | undefined;
}

/** The first SELECT of a call, and the one that follows where that is a window which is not the answer (`isAnswer`). */
export interface Selects {
  first: Select;
  next?: (seen: Seen) => Select;
  /** A window's documents are not presented: its SELECT is smaller by all that presenting takes. */
  isBare: boolean;
}

/** Whether a window is the answer: it filled the page, or held all that there is. */
export const isAnswer = ({ first, isBare }: Selects, documents: number, rows: number, limit: number): boolean =>
  !isBare && (documents >= limit || rows < (first.window ?? 0));

type Compose<Filters> = (centerId: CenterId, filters: Filters, position: Position, limit: number) => Selects;

const composer = <Filters extends object>(spec: ListSpec<Filters>): Compose<Filters> => {
  const declared: [string, ListFilter][] = Object.entries(spec.filters);
  const textOf = (step: Step, place: Place): string => {
    const page = selectText(spec.table, step, place);
    if (step.window) return page;
    return joined(spec.present ? spec.present(page) : page);
  };
  const unfiltered = textOf(planFor([]).first, () => "$5");
  const isBare = spec.present !== undefined;
  return (centerId, filters, position, limit) => {
    const wanted = new Map<string, unknown>(Object.entries(filters));
    const given = declared.flatMap(([name, filter]) => {
      const value = wanted.get(name);
      return value === undefined || isOpen(filter, value) ? [] : [[filter, value] as const];
    });
    const compose = (step: Step): Select => {
      const values: unknown[] = [centerId, position.createdAt, position.id, limit];
      const text = textOf(step, (value) => `$${values.push(value)}`);
      return { text, values, window: step.window?.size };
    };
    if (given.length === 0)
      return {
        first: { text: unfiltered, values: [centerId, position.createdAt, position.id, limit], window: undefined },
        isBare,
      };
    const { first, next } = planFor(given);
    return { first: compose(first), ...(next ? { next: (seen: Seen) => compose(next(seen)) } : {}), isBare };
  };
};

export type KeysetList<Filters> = ReadDocuments<Filters> & {
  readonly selects: Compose<Filters>;
  readonly spec: ListSpec<Filters>;
};

/** A list's documents. `selects` shows the SQL behind a call, `spec` what it was declared with. */
export const keysetList = <Filters extends object>(spec: ListSpec<Filters>): KeysetList<Filters> => {
  const selects = composer(spec);
  const read: ReadDocuments<Filters> = async (db, centerId, filters, position, limit) => {
    const all = selects(centerId, filters, position, limit);
    const { documents, seen } = await run(db, spec.table, all.first);
    if (!all.next || !seen || isAnswer(all, documents.length, seen.rows, limit)) return documents;
    return (await run(db, spec.table, all.next(seen))).documents;
  };
  return Object.assign(read, { selects, spec });
};

interface PageRow {
  documents: string | null;
}

/** A window's rows come one by one, and end with one that has no document, but what the window saw. */
interface WindowRow {
  document: string | null;
  seen: number | null;
  found: number | null;
  spread: number[][] | null;
  few: boolean | null;
  narrows: boolean | null;
}

interface Found {
  documents: string[];
  seen: (Seen & { rows: number }) | undefined;
}

const run = async (db: Queryable, table: string, { text, values, window }: Select): Promise<Found> => {
  if (window === undefined) {
    const { documents } = await db.one(prepared<PageRow>(table, text), values);
    return { documents: documentsOf(documents), seen: undefined };
  }
  const rows = await db.many(prepared<WindowRow>(table, text), values);
  const documents = rows.flatMap(({ document }) => (document === null ? [] : [document]));
  const last = rows.at(-1);
  return {
    documents,
    seen: last && {
      rows: last.seen ?? 0,
      found: last.found ?? 0,
      spread: last.spread,
      few: last.few ?? false,
      narrows: last.narrows ?? true,
    },
  };
};

/** Which row a text brings is told by who composed it. */
const statements = new Map<string, Statement<never>>();

const prepared = <Row>(table: string, text: string): Statement<Row> => {
  const known = statements.get(text);
  if (known) return known;
  const made = statement<never>(`list.${table}.${hash("sha1", text, "hex").slice(0, 12)}`, text);
  statements.set(text, made);
  return made;
};
