import type { IncomingHttpHeaders } from "node:http";

/** The header by which a program without a browser says that it means it; no foreign page can send one unasked. */
const INTENT_HEADER = "x-aa-console";

/** Origins that a browser may name when it shows our own pages: the public one, and the one it really called. */
export const ownOrigins = (publicUrl: string, host: string | undefined): string[] => {
  const { origin, protocol } = new URL(publicUrl);
  return host === undefined ? [origin] : [origin, `${protocol}//${host}`];
};

/**
 * Does this request come from our own pages (or from no page at all)? Cookies travel with requests that other sites
 * make as well, so every request that may change something is asked. Browsers set both headers themselves.
 */
export const isSameOrigin = (headers: IncomingHttpHeaders, publicUrl: string): boolean => {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  if (headers.origin !== undefined) return ownOrigins(publicUrl, headers.host).includes(headers.origin);
  return headers[INTENT_HEADER] === "1";
};
