import type { Db } from "@aviationalley/db/client.ts";
import type { FastifyRequest, onRequestHookHandler } from "fastify";
import type { Context } from "../lib/context.ts";
import { fail, type Failure, FailureError, isFailure } from "../lib/errors.ts";
import { type EndpointMeta, refusal } from "../lib/trpc.ts";
import type { KeyPrincipal } from "../platform/api-keys/principal.ts";
import { authenticate, type Authenticator } from "./authenticate.ts";
import { limitHeader, type TokenBuckets } from "./rate-limit.ts";

/** A request whose key is known, within its limit, and may call this operation. */
export interface Admitted {
  readonly key: KeyPrincipal;
  readonly context: Context;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Null until the key is known, and on routes that ask for none. */
    caller: KeyPrincipal | null;
    admitted: Admitted | null;
  }
}

export interface Gate extends Authenticator {
  readonly db: Db;
  readonly limits: TokenBuckets;
  /** `RateLimit-Policy`, the same on every answer. */
  readonly policy: string;
}

/** Token, then rate limit, then scope: before anything else of the request is looked at, and before its body is read. */
export const admit =
  (gate: Gate, meta: EndpointMeta): onRequestHookHandler =>
  (request, reply, done) => {
    const settle = (key: KeyPrincipal | Failure): void => {
      if (isFailure(key)) return done(new FailureError(key));
      request.caller = key;
      const verdict = gate.limits.take(key.id);
      reply.header("ratelimit-policy", gate.policy).header("ratelimit", limitHeader(verdict));
      if (verdict.wait > 0) return done(new FailureError(tooFast(verdict.wait)));
      const context = contextOf(gate.db, key, request.ip);
      const refused = refusal(meta, context);
      if (refused) return done(new FailureError(refused));
      request.admitted = { key, context };
      done();
    };
    const key = authenticate(gate, request.headers.authorization, request.ip);
    if (key instanceof Promise) key.then(settle, done);
    else settle(key);
  };

/** What `admit` found; it stands before every handler that asks. */
export const admittedOf = ({ admitted }: FastifyRequest): Admitted => {
  if (!admitted) throw new Error("An operation was reached without its admission.");
  return admitted;
};

const NO_ROLES: Context["roles"] = new Set();

const contextOf = (db: Db, { id, name, centerId, scopes }: KeyPrincipal, address: string): Context => ({
  db,
  centerId,
  actor: { kind: "key", id, name },
  scopes,
  roles: NO_ROLES,
  address,
  expectedVersion: null,
  wire: "text",
});

const tooFast = (seconds: number): Failure =>
  fail("rate_limited", `This key has used up its allowance. Wait ${seconds} s; \`RateLimit\` tells how much is left.`, {
    retryAfterSeconds: seconds,
  });
