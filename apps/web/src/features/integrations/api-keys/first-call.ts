import { EVERYTHING } from "./scope-groups.ts";
import type { ScopeOffer } from "./types.ts";

const BASE_PATH = "/api/v1";

/** Needs nothing beyond the token. */
const isPlainRead = ({ method, path }: ScopeOffer["operations"][number]): boolean =>
  method === "GET" && !path.includes("{");

/** The path of a list that these scopes open; bookings rather than others. Undefined for scopes that open none. */
export const firstRead = (offers: readonly ScopeOffer[], scopes: readonly string[]): string | undefined => {
  const open = offers
    .filter(({ scope }) => scopes.includes(EVERYTHING) || scopes.includes(scope))
    .flatMap(({ operations }) => operations.filter(isPlainRead));
  return (open.find(({ path }) => path === "/bookings") ?? open[0])?.path;
};

/** A command that runs as it is, in a shell of any kind. */
export const curlLine = (origin: string, token: string, path: string): string =>
  `curl -H "Authorization: Bearer ${token}" "${origin}${BASE_PATH}${path}?limit=3"`;

export const envLine = (token: string): string => `AVIATIONALLEY_TOKEN=${token}`;
