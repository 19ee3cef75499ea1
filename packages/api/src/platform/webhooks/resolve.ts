import { Resolver } from "node:dns/promises";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { LRUCache } from "lru-cache";

/** Every address, IPv4 first, of a name. Throws Unresolvable, and EMFILE or ENFILE where nothing could be asked. */
export type ResolveAll = (name: string) => Promise<readonly string[]>;

/** The name has no address, or no name server answered in time. */
export class Unresolvable extends Error {
  constructor(name: string, why: string) {
    super(`${name} does not resolve: ${why}.`);
    this.name = "Unresolvable";
  }
}

export interface ResolverOptions {
  /** Name servers, `address:port`; the system's unless given. */
  readonly servers?: readonly string[];
  /** Milliseconds that answers are kept, good and bad ones. */
  readonly keepMs?: number;
}

const TIMEOUT_MS = 1_000;
const TRIES = 2;
const KEEP_MS = 5_000;

/**
 * Resolves by c-ares: the system's resolver runs a few lookups at a time in threads, and one dead name server would
 * stall every delivery. Lookups of one name at one time are one, and their answer is kept for a moment.
 */
export const openResolver = ({ servers, keepMs = KEEP_MS }: ResolverOptions = {}): ResolveAll => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const known = new LRUCache<string, Promise<readonly string[]>>({ max: 10_000 });

  const lookUp = async (name: string): Promise<readonly string[]> => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = [four, six].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (addresses.length > 0) return addresses;
    const { reason } = four.status === "rejected" ? four : { reason: undefined };
    if (!isAnswer(reason)) needDescriptor();
    throw new Unresolvable(name, explain(reason));
  };

  return (name) => {
    const running = known.get(name);
    if (running) return running;
    const answer = lookUp(name);
    // It is told to whoever asks; a kept one has nobody who does. What says nothing about the name is not kept.
    answer.catch((error: unknown) => error instanceof Unresolvable || known.delete(name));
    known.set(name, answer, { ttl: keepMs === 0 ? 1 : keepMs });
    return answer;
  };
};

const codeOf = (reason: unknown): unknown => (reason instanceof Error && "code" in reason ? reason.code : undefined);

/** A name server has said so. */
const isAnswer = (reason: unknown): boolean => ["ENOTFOUND", "ENODATA"].includes(String(codeOf(reason)));

/**
 * Throws what the system says (EMFILE, ENFILE) where no descriptor is left: c-ares needs one for its socket, and without
 * it fails as if no name server answered.
 */
const needDescriptor = (): void => closeSync(openSync(devNull, "r"));

const explain = (reason: unknown): string => {
  switch (codeOf(reason)) {
    case "ENOTFOUND":
      return "the name does not exist";
    case "ENODATA":
      return "the name has no address";
    case "ETIMEOUT":
    case "ECONNREFUSED":
    case "ESERVFAIL":
      return "its name server does not answer";
    default:
      return "no name server gave an address";
  }
};
