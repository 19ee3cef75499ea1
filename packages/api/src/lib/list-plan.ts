import { isWalkCheaper, type Sought, WINDOW } from "./list-estimate.ts";
import type { Derived, ListFilter, OneOf, Span } from "./list-filters.ts";

/** A span up to this many days is read by the column's own index; longer ones month by month. */
export const SHORT_SPAN_DAYS = 10;

/** Changes are few up to this many: each costs a look at its row (10 ms for all). More hold a page of a common search. */
export const FEW = 8_000;

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
  /** Look through the newest rows only, and judge how far sparse filters narrow the list. */
  window?: Judged & { size: number };
}

export interface Judged {
  search: One | undefined;
  change: One | undefined;
}

/** What a window tells of the filters that it judges. */
export interface Seen extends Sought {
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
 * of the two a value is differs between centers and days, so the newest rows are asked first.
 */
export const planFor = (given: Given): Plan => {
  const whole = (driver: One | undefined): Step => ({ driver, rest: given.filter((one) => one !== driver) });
  const windowed = (driver: One | undefined, judged: Judged): Step => ({
    ...whole(driver),
    window: { size: WINDOW, ...judged },
  });
  const reaching = (reach: Reach): Given => given.filter((one) => reachOf(one) === reach);

  const [selective] = reaching("selective");
  if (selective) return { first: whole(selective) };

  // A time of creation narrows whatever walks in the list's order; it drives where nothing else does.
  const ordered = reaching("broad");
  const broad = ordered.length > 1 ? ordered.filter(([{ kind }]) => kind !== "created") : ordered;
  const paired = pairedWithin(broad, given);
  const widest = paired ?? whole(broad.at(-1));
  const walkable = broad.find(([{ kind }]) => kind !== "range");

  const sparse = reaching("sparse");
  const search = sparse.find(([{ kind }]) => kind === "contains");
  const change = sparse.find(([{ kind }]) => kind === "since");
  if (change && given.length === 1)
    return { first: windowed(undefined, { search: undefined, change: undefined }), next: () => whole(change) };
  const next = (seen: Seen): Step => {
    if (change && seen.few) return whole(change);
    if (search) return isWalkCheaper(seen, walksOf(widest)) ? widest : whole(search);
    return change && seen.narrows ? whole(change) : widest;
  };
  if (sparse.length > 0) return { first: windowed(walkable, { search, change }), next };
  if (paired || broad.length < 2) return { first: widest };
  return { first: windowed(broad[0], { search, change }), next: () => widest };
};

/** A long range or a state, and another state with which it has an index in common. */
const pairedWithin = (broad: Given, given: Given): Step | undefined => {
  for (const driver of broad.toReversed()) {
    const within = "within" in driver[0] ? driver[0].within : [];
    const state = broad.find(([filter]) => filter.kind === "oneOf" && within.includes(filter.column));
    if (state?.[0].kind !== "oneOf") continue;
    return { driver, beside: [state[0], state[1]], rest: given.filter((one) => one !== driver && one !== state) };
  }
  return undefined;
};

/** How many walks a step merges: one for each state and month. */
const walksOf = ({ driver, beside }: Step): number => {
  if (!driver) return 1;
  const [{ kind }, value] = driver;
  const months = kind === "range" ? monthsOf(spanOf(value)) : 1;
  return months * statesIn(beside ? beside[1] : kind === "oneOf" ? value : []);
};

const statesIn = (value: unknown): number => (Array.isArray(value) ? Math.max(1, value.length) : 1);

/** An open span may hold any number of months: three years are usual. */
const monthsOf = ({ from, to }: Span): number =>
  from === null || to === null ? 36 : 1 + Math.ceil(Math.max(0, Date.parse(to) - Date.parse(from)) / (30 * 86_400_000));

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
  from !== null && to !== null && Date.parse(to) - Date.parse(from) <= SHORT_SPAN_DAYS * 86_400_000;

export const spanOf = (value: unknown): Span => {
  if (typeof value === "object" && value !== null && "from" in value && "to" in value) {
    const { from, to } = value;
    return { from: typeof from === "string" ? from : null, to: typeof to === "string" ? to : null };
  }
  throw new TypeError("A range filter takes { from, to }.");
};
