/** What stands in what is kept, where a custom header's value was. */
export const REDACTED = "[redacted]";

/** A shorter value is no credential, and would be found by chance in any text. */
const SHORTEST = 8;

/**
 * What a receiver answered, without the values of its endpoint's custom headers: debugging pages and echo services repeat
 * what they were sent, and answers are kept for people to see.
 */
export const redact = (
  text: string | null,
  headers: readonly (readonly [name: string, value: string])[],
): string | null => {
  if (text === null || headers.length === 0) return text;
  return secretsIn(headers).reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
};

/** The longest first, so that none leaves a piece of another. */
const secretsIn = (headers: readonly (readonly [name: string, value: string])[]): string[] =>
  headers
    .flatMap(([, value]) => [value, ...credentialOf(value)])
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length);

/** Of `Bearer x` and `Basic x` receivers often repeat the x alone. */
const credentialOf = (value: string): string[] => /^[A-Za-z]+ +(\S+)$/.exec(value)?.slice(1) ?? [];
