import type { ScopeOffer } from "./types.ts";

/** Grants every scope, also those that are added later. */
export const EVERYTHING = "*";

/** What can be granted on one resource. */
export interface ScopeGroup {
  /** The resource of its scopes: `workorders`. */
  resource: string;
  /** As people say it: "Work orders". */
  label: string;
  offers: ScopeOffer[];
}

const SHORT: Readonly<Record<string, string>> = { fa: "FA", mel: "MEL", dat: "DAT" };

/** `/mel-deferrals` as "MEL deferrals", `flight_log` as "Flight log". */
const inWords = (text: string): string => {
  const [first = "", ...rest] = text.split(/[^a-z]+/i).filter((word) => word !== "");
  return [SHORT[first] ?? first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(" ");
};

const resourceOf = (scope: string): string => scope.slice(0, scope.indexOf(":"));

/** Where a scope stands: what only adds to another stands with that one. */
const groupOf = ({ scope, besides: [base] }: ScopeOffer): string => resourceOf(base ?? scope);

/** The scopes by resource, in the order of the resources' names; without "everything", which is no resource's. */
export const scopeGroups = (offers: readonly ScopeOffer[]): ScopeGroup[] => {
  const groups = new Map<string, ScopeOffer[]>();
  for (const offer of offers)
    if (offer.scope !== EVERYTHING) groups.set(groupOf(offer), [...(groups.get(groupOf(offer)) ?? []), offer]);
  return [...groups]
    .map(([resource, those]) => {
      const path = those.flatMap(({ operations }) => operations)[0]?.path.split("/")[1];
      // What adds to others comes after them.
      return {
        resource,
        label: inWords(path ?? resource),
        offers: those.toSorted((a, b) => a.besides.length - b.besides.length),
      };
    })
    .toSorted((a, b) => a.label.localeCompare(b.label));
};

const WORDS: Readonly<Record<string, string>> = { read: "Read", write: "Write" };

/** The word on a scope's box. */
export const scopeWord = ({ scope, besides }: ScopeOffer): string => {
  if (besides.length > 0) return inWords(resourceOf(scope).slice(resourceOf(besides[0] ?? "").length));
  const access = scope.slice(scope.indexOf(":") + 1);
  return WORDS[access] ?? inWords(access);
};

/** What was chosen, changed by one box: what only adds to another brings that one, and goes with it. */
export const withScope = (
  offers: readonly ScopeOffer[],
  chosen: readonly string[],
  { scope, besides }: ScopeOffer,
  on: boolean,
): string[] => {
  if (on) return [...new Set([...chosen, ...besides, scope])];
  const dependent = offers.filter((offer) => offer.besides.includes(scope)).map((offer) => offer.scope);
  return chosen.filter((one) => one !== scope && !dependent.includes(one));
};

/** The words for which a group is found. */
export const matchesText = ({ label, offers }: ScopeGroup, text: string): boolean =>
  [label, ...offers.flatMap(({ scope, operations }) => [scope, ...operations.map(({ summary }) => summary)])]
    .join(" ")
    .toLowerCase()
    .includes(text.trim().toLowerCase());
