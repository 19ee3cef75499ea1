import { WINDOW } from "./list-estimate.ts";
import type { Derived, ListFilter, OneOf, Span } from "./list-filters.ts";
import { cheapestOf, type Way } from "./list-ways.ts";
import { DAY_MS } from "./time.ts";

/** A span up to this many days is read by the column's own index; longer ones month by month. */
export const SHORT_SPAN_DAYS = 10;

/** Changes are few up to this many: each costs a look at its row (10 ms for all). More hold a page of a common search. */
export const FEW = 8_000;

/** So many walks of a page each cost less than to look whether there is a better way. */
export const FEW_WALKS = 24;

/** A filter that a call gives. */
export type One = readonly [filter: ListFilter, value: unknown];

/** The filters that a call gives, in the order of the list's declaration. */
export type Given = readonly One[];

/** One SELECT: who drives, who filters, and how much of the list it sees. */
export interface Step {
  /** None: the keyset itself. */
  driver: One | undefined;
  /** A second filter that drives together with the driver, by their common index. */
  beside?: readonly [filter: OneOf, values: unknown];
  rest: Given;
  /** Look through the newest rows only, and count what each filter leaves. */
  window?: Window;
}

export interface Window {
  size: number;
  /** Where the page is not full, what these filters leave at places further back is counted. */
  judged: Given;
}

/** What a window saw. */
export interface Seen {
  /** How many of its rows match all filters. */
  found: number;
  /** For each place, the newest first: how many rows match each filter, and last all of them. Null where the page is full. */
  spread: readonly (readonly number[])[] | null;
  /** At most `FEW` of the center's rows were changed since. */
  few: boolean;
  /** False when all of them were. */
  narrows: boolean;
}

/** The first SELECT, and the one that follows when the first only saw a window and did not fill the page. */
export interface Plan {
  first: Step;
  next?: (seen: Seen) => Step;
}

/**
 * How a call is answered. What is common is found among the newest rows at once, what is rare by its own index: which
 * of the two a value is differs between centers and days, so the newest rows are asked first. Of several filters it is
 * what they leave together that tells.
 */
export const planFor = (given: Given): Plan => {
  const [selective] = reaching(given, "selective");
  if (selective) return { first: whole(given, selective) };

  const sparse = reaching(given, "sparse");
  const broad = reaching(given, "broad");
  // A time of creation narrows whatever walks in the list's order; it drives where nothing else does.
  const driving = broad.length > 1 ? broad.filter(([{ kind }]) => kind !== "created") : broad;
  if (sparse.length === 0 && driving.length < 2) return { first: whole(given, driving[0]) };
  const few = pairsWithin(driving, given).find(([step]) => given.length === 2 && walksOf(step) <= FEW_WALKS);
  if (few) return { first: few[0] };

  const newest = driving.find(([{ kind }]) => kind !== "range");
  const change = sparse.find(([{ kind }]) => kind === "since");
  const isAlone = change !== undefined && given.length === 1;
  const next = (seen: Seen): Step => {
    if (change && (seen.few || isAlone)) return whole(given, change);
    const { found, spread } = seen;
    if (spread === null) return whole(given, newest);
    const each = new Map(given.map((one, at) => [one, spread.map((place) => place[at] ?? 0)]));
    const all = spread.map((place) => place.at(-1) ?? 0);
    return cheapestOf(waysOf(given, seen), { each, all, found, newest }).step;
  };
  return { first: { ...whole(given, newest), window: { size: WINDOW, judged: isAlone ? [] : given } }, next };
};

const whole = (given: Given, driver: One | undefined): Step => ({
  driver,
  rest: given.filter((one) => one !== driver),
});

const reaching = (given: Given, reach: Reach): Given => given.filter((one) => reachOf(one) === reach);

/** Every way in which the filters can be served, the surest first. */
const waysOf = (given: Given, { narrows }: Seen): [Way, ...Way[]] => {
  const created = given.filter(([{ kind }]) => kind === "created");
  const broad = reaching(given, "broad").filter((one) => !created.includes(one));
  const way = (kind: Way["kind"], step: Step, own: Given): Way => ({ kind, step, own, walks: walksOf(step) });
  const walk = (step: Step, driver: One, ...own: One[]): Way =>
    way(driver[0].kind === "range" ? "months" : "apart", step, [driver, ...own, ...created]);
  const change = given.find(([{ kind }]) => kind === "since");
  return [
    way("list", whole(given, undefined), created),
    ...broad.map((one) => walk(whole(given, one), one)),
    ...pairsWithin(broad, given).map(([step, driver, state]) => walk(step, driver, state)),
    ...searchesOf(given).map(([step, ...own]) => way("search", step, own)),
    ...(change && narrows ? [way("changes", whole(given, change), [change])] : []),
  ];
};

/** A search with what stands in its index and asks for one value; and with each of those that ask for one of several. */
const searchesOf = (given: Given): [Step, ...One[]][] => {
  const search = given.find(([{ kind }]) => kind === "contains");
  if (search?.[0].kind !== "contains") return [];
  const { beside } = search[0];
  const known = given.filter(([filter]) => "column" in filter && beside.includes(filter.column));
  const single = known.filter(isOneState);
  const within = known.flatMap((one): [Step, ...One[]][] => {
    const [filter, values] = one;
    if (filter.kind !== "oneOf" || single.includes(one)) return [];
    const rest = given.filter((other) => other !== search && other !== one);
    return [[{ driver: search, beside: [filter, values], rest }, search, one, ...single]];
  });
  return [[whole(given, search), search, ...single], ...within];
};

/** Of several states each would be asked for by itself. */
export const isOneState = ([{ kind }, value]: One): boolean =>
  kind !== "oneOf" || !Array.isArray(value) || value.length === 1;

/** A long range or a state, and another state with which it has an index in common. */
const pairsWithin = (broad: Given, given: Given): [Step, One, One][] =>
  broad.flatMap((driver) => {
    const within = "within" in driver[0] ? driver[0].within : [];
    return broad.flatMap((state): [Step, One, One][] => {
      const [filter, values] = state;
      if (filter.kind !== "oneOf" || !within.includes(filter.column)) return [];
      const rest = given.filter((one) => one !== driver && one !== state);
      return [[{ driver, beside: [filter, values], rest }, driver, state]];
    });
  });

/** How many walks a step merges: one for each state and month. */
const walksOf = ({ driver, beside }: Step): number => {
  if (!driver) return 1;
  const [{ kind }, value] = driver;
  const months = kind === "range" ? monthsOf(spanOf(value)) : 1;
  return months * statesIn(kind === "oneOf" ? value : []) * statesIn(beside?.[1]);
};

const statesIn = (value: unknown): number => (Array.isArray(value) ? Math.max(1, value.length) : 1);

/** An open span may hold any number of months: three years are usual. */
const monthsOf = ({ from, to }: Span): number =>
  from === null || to === null ? 36 : 1 + Math.ceil(Math.max(0, Date.parse(to) - Date.parse(from)) / (30 * DAY_MS));

/** `residual` never drives. */
type Reach = "selective" | "sparse" | "broad" | "residual";

const reachOf = ([filter, value]: One): Reach => {
  switch (filter.kind) {
    case "ids":
    case "through":
      return "selective";
    case "derived":
      return hasUsual(filter, value) ? "residual" : "selective";
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

export const hasUsual = ({ usual }: Derived, states: unknown): boolean =>
  Array.isArray(states) && states.includes(usual);

/** A range without ends narrows nothing. */
export const isOpen = (filter: ListFilter, value: unknown): boolean =>
  (filter.kind === "range" || filter.kind === "created") && spanOf(value).from === null && spanOf(value).to === null;

export const isShort = ({ from, to }: Span): boolean =>
  from !== null && to !== null && Date.parse(to) - Date.parse(from) <= SHORT_SPAN_DAYS * DAY_MS;

export const spanOf = (value: unknown): Span => {
  if (typeof value === "object" && value !== null && "from" in value && "to" in value) {
    const { from, to } = value;
    return { from: typeof from === "string" ? from : null, to: typeof to === "string" ? to : null };
  }
  throw new TypeError("A range filter takes { from, to }.");
};
