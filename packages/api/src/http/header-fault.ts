import type { IncomingMessage } from "node:http";

/**
 * Headers of which a request has one at most (RFC 9110, section 5.3). Of two Node takes the first and says nothing, or
 * joins them; a proxy before us may take the other, and mean another site, caller or request by it.
 */
const SINGLE: ReadonlyMap<string, string> = new Map(
  ["Host", "Authorization", "Content-Type", "Idempotency-Key"].map((name) => [name.toLowerCase(), name]),
);
const LENGTHS: ReadonlySet<number> = new Set([...SINGLE.keys()].map((name) => name.length));

/** What is wrong with a request's headers whatever it is for, as a sentence; undefined where nothing is. */
export const headerFault = ({ rawHeaders, headers, httpVersion }: IncomingMessage): string | undefined => {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (!LENGTHS.has(name.length)) continue; // every request comes by here, and few headers are of these lengths
    const title = SINGLE.get(name.toLowerCase());
    if (title === undefined) continue;
    if (seen.has(title)) return `The request has more than one ${title} header.`;
    seen.add(title);
  }
  return headers.host === undefined && httpVersion === "1.1" ? "The request has no Host header." : undefined;
};
