import { hash } from "node:crypto";
import { fail, type Failure, isFailure } from "../lib/errors.ts";
import type { KeyPrincipal, KeyStore } from "../platform/api-keys/principal.ts";
import type { TokenBuckets } from "./rate-limit.ts";

const TOKEN = /^aa_(live|test)_[0-9a-f]{32}$/;
const BEARER = /^bearer (.*)$/i;

export interface Authenticator {
  readonly keys: KeyStore;
  /** Failed attempts per network address: guessing must not be fast. Whoever has a good token is never held up. */
  readonly failures: TokenBuckets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whose request this is, by its `Authorization` header. At once where the key is cached, a promise else. */
export const authenticate = (
  { keys, failures, now }: Authenticator,
  authorization: string | undefined,
  address: string,
): KeyPrincipal | Failure | Promise<KeyPrincipal | Failure> => {
  const settle = (outcome: KeyPrincipal | Failure): KeyPrincipal | Failure => {
    if (!isFailure(outcome)) {
      keys.touch(outcome.id);
      return outcome;
    }
    const { wait } = failures.take(networkOf(address));
    return wait === 0 ? outcome : tooManyFailures(wait);
  };
  const token = tokenIn(authorization);
  if (isFailure(token)) return settle(token);
  const found = keys.find(hash("sha256", token, "hex"));
  const judged = (principal: KeyPrincipal | undefined) => settle(judge(principal, token, now()));
  return found instanceof Promise ? found.then(judged) : judged(found);
};

const tokenIn = (authorization: string | undefined): string | Failure => {
  if (authorization === undefined || authorization === "")
    return fail("token_missing", "Send `Authorization: Bearer <token>` with a token of your center.");
  const token = BEARER.exec(authorization)?.[1];
  return token !== undefined && TOKEN.test(token)
    ? token
    : fail(
        "token_malformed",
        "`Authorization` must be the word Bearer, one space, and a token of the form aa_live_… or aa_test_… with 32 hexadecimal digits.",
      );
};

/** Judged after the cache, so that what ends at a time ends at that time. */
const judge = (principal: KeyPrincipal | undefined, token: string, now: number): KeyPrincipal | Failure => {
  if (!principal || !token.startsWith(`aa_${principal.mode}_`))
    return fail("token_unknown", "No key has this token. Check that it belongs to this server and was copied whole.");
  if (principal.revokedAt !== null && principal.revokedAt <= now)
    return fail("token_revoked", "This key was revoked. Use the token that replaced it, or ask for a new key.");
  if (principal.expiresAt !== null && principal.expiresAt <= now)
    return fail("token_expired", "This key has expired. Ask an owner or admin of the center for a new key.");
  return principal;
};

const tooManyFailures = (seconds: number): Failure =>
  fail("rate_limited", "Too many requests without a valid token came from your address. Wait, and check the token.", {
    retryAfterSeconds: seconds,
  });

/** Who holds one IPv6 address holds its /64. */
const networkOf = (address: string): string =>
  address.includes(":") && !address.startsWith("::ffff:") ? address.split(":", 4).join(":") : address;
