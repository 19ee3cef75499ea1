import { fail, type Failure } from "../../lib/errors.ts";
import { holdsOneOf, type Role } from "../../lib/roles.ts";
import { patternsOf } from "./emit.ts";

/** What can be subscribed to, and what of it is not for everyone to see. */
export interface SubscriptionPolicy {
  /** Every event type there is. */
  readonly types: readonly { readonly type: string; readonly summary: string }[];
  /** Beginnings of types that are confidential, e.g. `x.`: only an OWNER subscribes to them. */
  readonly confidential: readonly string[];
  /** Beside OWNER: who sees confidential events and their deliveries. */
  readonly confidants: readonly Role[];
}

/** Who subscribes: a member, or the operator of the machine, who stands above the center's roles. */
export type Subscriber = ReadonlySet<Role> | "operator";

export const ALL_EVENTS = "*";

/** An exact type, a family (`a.*`, `a.b.*`), or all. */
export const PATTERN = /^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?)$/;

export const isConfidentialType = ({ confidential }: SubscriptionPolicy, type: string): boolean =>
  confidential.some((prefix) => type.startsWith(prefix));

/** Beginnings of types of which someone is not to learn. */
export const hiddenPrefixes = (
  { confidential, confidants }: SubscriptionPolicy,
  reader: Subscriber,
): readonly string[] => (reader === "operator" || holdsOneOf(reader, confidants) ? [] : confidential);

/** Whether someone may decide where confidential events are sent. */
export const sendsConfidential = (subscriber: Subscriber): boolean =>
  subscriber === "operator" || subscriber.has("OWNER");

/** `*` and a family are confidential with what they hold, also with what they will hold one day. */
const isConfidentialPattern = (policy: SubscriptionPolicy, pattern: string): boolean =>
  pattern === ALL_EVENTS ? policy.confidential.length > 0 : isConfidentialType(policy, pattern.replace(/\*$/, ""));

/** The types of the catalog that these patterns mean. */
export const typesOf = ({ types }: SubscriptionPolicy, patterns: readonly string[]): string[] =>
  types.map(({ type }) => type).filter((type) => patternsOf(type).some((pattern) => patterns.includes(pattern)));

/** The types of which someone may learn; null for all, whatever the catalog holds. */
export const typesShownTo = (policy: SubscriptionPolicy, reader: Subscriber): string[] | null => {
  const hidden = hiddenPrefixes(policy, reader);
  if (hidden.length === 0) return null;
  return policy.types.map(({ type }) => type).filter((type) => !hidden.some((prefix) => type.startsWith(prefix)));
};

/** Without what another pattern holds already: `booking.created` beside `booking.*`, anything beside `*`. */
export const normalizePatterns = (patterns: readonly string[]): string[] => {
  const all = [...new Set(patterns)];
  return all.filter((pattern) => {
    const wider =
      pattern === ALL_EVENTS ? [] : patternsOf(pattern.replace(/\.\*$/, ".any")).filter((one) => one !== pattern);
    return !wider.some((one) => all.includes(one));
  });
};

export const refuseUnknownPatterns = (policy: SubscriptionPolicy, patterns: readonly string[]): Failure | undefined => {
  const errors = patterns.flatMap((pattern, index) =>
    pattern === ALL_EVENTS || typesOf(policy, [pattern]).length > 0
      ? []
      : [{ path: `events.${index}`, message: `There is no event "${pattern}"` }],
  );
  if (errors.length === 0) return undefined;
  const families = [...new Set(policy.types.map(({ type }) => `${type.split(".")[0]}.*`))];
  return fail("invalid_request", `Choose event types, families (${families.join(", ")}) or *.`, { errors });
};

/** Nobody has sent elsewhere what they may not see themselves. */
export const refuseSubscriptionAbove = (
  policy: SubscriptionPolicy,
  subscriber: Subscriber,
  patterns: readonly string[],
): Failure | undefined => {
  if (sendsConfidential(subscriber)) return undefined;
  const above = patterns.filter((pattern) => isConfidentialPattern(policy, pattern));
  return above.length > 0
    ? fail(
        "insufficient_role",
        `${above.join(", ")} holds confidential events: only an OWNER may handle an endpoint that gets them.`,
      )
    : undefined;
};
