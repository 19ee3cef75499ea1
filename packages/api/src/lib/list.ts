import { hash } from "node:crypto";
import type { CenterId, Queryable, Statement } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import type { Position } from "./cursor.ts";
import type { ListFilter, Span } from "./list-filters.ts";
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

/** A span up to this many days is read by the column's own index; longer ones month by month. */
export const SHORT_SPAN_DAYS = 10;

type Given = readonly (readonly [name: string, filter: ListFilter, value: unknown])[];

export const keysetList = <Filters extends object>(spec: ListSpec<Filters>): ReadDocuments<Filters> => {
  const declared: [string, ListFilter][] = Object.entries(spec.filters);
  return async (db, centerId, filters, position, limit) => {
    const values = new Map<string, unknown>(Object.entries(filters));
    const given = declared.flatMap(([name, filter]) => {
      const value = values.get(name);
      return value === undefined || isOpen(filter, value) ? [] : [[name, filter, value] as const];
    });
    for (const plan of plansFor(given)) {
      const { documents, whole } = await readPlan(db, spec.table, centerId, plan, position, limit);
      if (whole || documents.length >= limit) return documents;
    }
    return [];
  };
};

/** One SELECT: who drives, who filters, and whether its answer is whole or only what a window of newest rows held. */
interface Plan {
  driver: Given[number] | undefined;
  rest: Given;
  whole: boolean;
}

/**
 * The SELECTs to try in order; the last one is whole. What is common is found among the newest rows of a broad filter
 * at once, what is rare by the next filter's index: which of the two a value is, differs between centers and days.
 */
export const plansFor = (given: Given): Plan[] => {
  const plan = (driver: Given[number] | undefined, whole: boolean): Plan => ({
    driver,
    rest: given.filter((one) => one !== driver),
    whole,
  });
  const reaching = (reach: Reach): Given => given.filter(([, filter, value]) => reachOf(filter, value) === reach);
  const [selective] = reaching("selective");
  if (selective) return [plan(selective, true)];
  const [sparse] = reaching("sparse");
  const broad = reaching("broad");
  if (sparse)
    return [
      plan(
        broad.find(([, { kind }]) => kind !== "range"),
        false,
      ),
      plan(sparse, true),
    ];
  const last = broad.at(-1);
  return [...broad.slice(0, -1).map((one) => plan(one, false)), plan(last, true)];
};

type Reach = "selective" | "sparse" | "broad";

const reachOf = (filter: ListFilter, value: unknown): Reach => {
  switch (filter.kind) {
    case "ids":
    case "through":
      return "selective";
    case "contains":
    case "since":
      return "sparse";
    case "equal":
      return filter.reach;
    case "range":
      return isShort(spanOf(value)) ? "selective" : "broad";
    case "oneOf":
    case "created":
      return "broad";
  }
};

const isOpen = (filter: ListFilter, value: unknown): boolean =>
  (filter.kind === "range" || filter.kind === "created") && spanOf(value).from === null && spanOf(value).to === null;

const isShort = ({ from, to }: Span): boolean =>
  from !== null && to !== null && Date.parse(to) - Date.parse(from) <= SHORT_SPAN_DAYS * 86_400_000;

const spanOf = (value: unknown): Span => {
  if (typeof value === "object" && value !== null && "from" in value && "to" in value) {
    const { from, to } = value;
    return { from: typeof from === "string" ? from : null, to: typeof to === "string" ? to : null };
  }
  throw new TypeError("A range filter takes { from, to }.");
};

/** A null document is the mark of a window that held all rows. */
interface DocumentRow {
  document: string | null;
}

const readPlan = async (
  db: Queryable,
  table: string,
  centerId: CenterId,
  plan: Plan,
  position: Position,
  limit: number,
): Promise<{ documents: string[]; whole: boolean }> => {
  const values: unknown[] = [centerId, position.createdAt, position.id, limit];
  const place = (value: unknown): Placeholder => `$${values.push(value)}`;
  const text = listText(table, plan, place);
  const rows = await db.many(prepared(table, text), values);
  const documents = rows.flatMap(({ document }) => (document === null ? [] : [document]));
  return { documents, whole: plan.whole || documents.length < rows.length };
};

/** The text of a plan; `place` binds a value and answers its placeholder. Exported for EXPLAIN. */
export const listText = (table: string, plan: Plan, place: (value: unknown) => Placeholder): string => {
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
