import { useMemo } from "react";
import { serverNow } from "./clock.ts";
import { instant, oneOf } from "./search.ts";

/** The stretches of time that lists are filtered by, back from now. */
export const SINCE = ["1h", "24h", "7d", "30d"] as const;
export type Since = (typeof SINCE)[number];

const HOUR_MS = 3_600_000;
const SINCE_MS: Record<Since, number> = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 168 * HOUR_MS,
  "30d": 720 * HOUR_MS,
};

/** A filter by time as it stands in the address: back from now, or between two instants. */
export interface Span {
  since?: Since | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** For `searchOf`: the parameters of a filter by time. */
export const spanSearch = { since: oneOf(...SINCE), from: instant, to: instant };

export const isSpan = ({ since, from, to }: Span): boolean => (since ?? from ?? to) !== undefined;

/** When a stretch begins that ends now. */
export const beginOf = (since: Since): string => new Date(serverNow() - SINCE_MS[since]).toISOString();

/** The bounds for the server; a beginning is fixed when it is chosen, so that the pages of a list go by one time. */
export const useBounds = ({ since, from, to }: Span): { from?: string; to?: string } =>
  useMemo(() => {
    const begin = since ? beginOf(since) : from;
    return { ...(begin === undefined ? {} : { from: begin }), ...(since || to === undefined ? {} : { to }) };
  }, [since, from, to]);
