import type { HeaderDraft } from "./header-fields.tsx";
import type { Endpoint } from "./types.ts";

/** What is typed, as it is typed. */
export interface EndpointDraft {
  url: string;
  events: string[];
  description: string;
  contactEmail: string;
  headers: HeaderDraft[];
  rate: string;
  inFlight: string;
}

export const draftOf = (endpoint?: Endpoint): EndpointDraft => ({
  url: endpoint?.url ?? "",
  events: endpoint?.events ?? [],
  description: endpoint?.description ?? "",
  contactEmail: endpoint?.contactEmail ?? "",
  headers: (endpoint?.headerNames ?? []).map((name, key) => ({ key, name, value: "", kept: true })),
  rate: endpoint?.ratePerSecond?.toString() ?? "",
  inFlight: endpoint?.maxInFlight.toString() ?? "10",
});

/** The greatest that the server takes. */
const MOST_RATE = 10_000;
const MOST_IN_FLIGHT = 100;

/** A whole number from 1 to `most`; undefined for whatever else was typed. */
const limitOf = (text: string, most: number): number | undefined => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : undefined;
};

const hasNoRate = ({ rate }: EndpointDraft): boolean => rate.trim() === "";

/** What is wrong with the limits, by field: a slip must not become "no limit". */
export const limitFaults = (draft: EndpointDraft): { rate?: string; inFlight?: string } => ({
  ...(hasNoRate(draft) || limitOf(draft.rate, MOST_RATE) !== undefined
    ? {}
    : { rate: `Type a whole number from 1 to ${MOST_RATE.toLocaleString("en")}, or nothing.` }),
  ...(limitOf(draft.inFlight, MOST_IN_FLIGHT) === undefined
    ? { inFlight: `Type a whole number from 1 to ${MOST_IN_FLIGHT}.` }
    : {}),
});

/** As the server takes it; undefined while something is missing or no number. */
export const inputOf = (draft: EndpointDraft) => {
  const rate = hasNoRate(draft) ? null : limitOf(draft.rate, MOST_RATE);
  const inFlight = limitOf(draft.inFlight, MOST_IN_FLIGHT);
  const url = draft.url.trim();
  if (url === "" || draft.events.length === 0 || rate === undefined || inFlight === undefined) return undefined;
  return {
    url,
    events: draft.events,
    description: draft.description.trim() || null,
    contactEmail: draft.contactEmail.trim() || null,
    headers: draft.headers.map(({ name, value, kept }) => ({
      name: name.trim(),
      ...(kept && value === "" ? {} : { value }),
    })),
    ratePerSecond: rate,
    maxInFlight: inFlight,
  };
};
