import { isIP } from "node:net";
import { addressSet, familyOf, isForbiddenAddress } from "./forbidden-addresses.ts";
import type { ResolveAll } from "./resolve.ts";

/** Where a sandbox, and only a sandbox, may be sent to although it is forbidden otherwise. Empty unless configured. */
export interface DestinationPolicy {
  readonly mode: "live" | "test";
  /** CIDR ranges, of sandboxes alone. */
  readonly allow: readonly string[];
}

/** A URL that may be sent to, at these addresses and no others. */
export interface Destination {
  readonly url: URL;
  readonly addresses: readonly string[];
}

/** Why a URL is not sent to: a sentence that tells its owner what to change. */
export interface Forbidden {
  readonly forbidden: string;
}

export const isForbidden = (judged: object): judged is Forbidden => "forbidden" in judged;

const forbid = (forbidden: string): Forbidden => ({ forbidden });

/** Ports of 1024 and above on which other protocols listen (WHATWG fetch, "bad port"), which HTTP could be made to speak. */
const ODD_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const isOddPort = (port: number): boolean => (port < 1024 ? port !== 80 && port !== 443 : ODD_PORTS.has(port));

/**
 * Judges a URL by its text. The parser of the WHATWG standard folds every spelling of an address (`0x7f.1`,
 * `2130706433`, full-width digits) into one, so that what is judged here is what is connected to.
 */
export const judgeUrl = (text: string, { mode, allow }: DestinationPolicy): URL | Forbidden => {
  if (text.length > 2048) return forbid("The URL is longer than 2048 characters.");
  if (!URL.canParse(text)) return forbid("This is not a URL. Write it in full: https://example.com/hooks.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return forbid("The URL must begin with https://.");
  if (url.protocol === "http:" && mode === "live") return forbid("A live center's endpoints must use https.");
  if (url.protocol === "http:" && allow.length === 0)
    return forbid("The URL must use https: plain http is only for sandboxes, inside WEBHOOK_ALLOW_CIDRS.");
  if (url.username !== "" || url.password !== "")
    return forbid("The URL must not hold a user name or password. Put credentials into a custom header.");
  if (url.port !== "" && isOddPort(Number(url.port)))
    return forbid(`Port ${url.port} is not one for webhooks. Use 443, or one above 1023.`);
  return url;
};

/** Resolves a host's addresses and judges them all: one that is forbidden refuses the host. */
export type Judge = (url: URL, policy: DestinationPolicy) => Promise<Destination | Forbidden>;

/** The host of a URL as an address or name: IPv6 without its brackets, names without the dot of the root. */
export const hostOf = ({ hostname }: Pick<URL, "hostname">): string => hostname.replace(/^\[|\]$|\.$/g, "");

/** RFC 6761: these names are this machine, whatever a name server says. */
const isLocalhost = (name: string): boolean => name === "localhost" || name.endsWith(".localhost");

/** `resolve` answers every address of a name; literals never reach it. Throws Unresolvable when the name has none. */
export const destinationJudge =
  (resolve: ResolveAll): Judge =>
  async (url, policy) => {
    const host = hostOf(url);
    const literal = isIP(host) !== 0;
    const addresses = literal ? [host] : isLocalhost(host) ? ["127.0.0.1", "::1"] : await resolve(host);
    const judged = judgeAddresses(addresses, url.protocol, policy);
    if (judged) return forbid(literal ? `${judged}.` : `${host} resolves to an address that is refused: ${judged}.`);
    return { url, addresses };
  };

/** The first objection to any of the addresses. Plain http is for what is inside the allow-list alone. */
const judgeAddresses = (
  addresses: readonly string[],
  protocol: string,
  { mode, allow }: DestinationPolicy,
): string | undefined => {
  const allowed = mode === "test" ? addressSet(allow) : undefined;
  for (const address of addresses) {
    if (allowed?.check(address, familyOf(address))) continue;
    if (isForbiddenAddress(address)) return `${address} is private, local or reserved`;
    if (protocol === "http:") return `${address} must be reached by https`;
  }
  return undefined;
};

/** Both judgements: what the form, the test event and each delivery ask. Throws Unresolvable. */
export const resolveDestination = (
  text: string,
  policy: DestinationPolicy,
  judge: Judge,
): Promise<Destination | Forbidden> => {
  const url = judgeUrl(text, policy);
  return isForbidden(url) ? Promise.resolve(url) : judge(url, policy);
};
