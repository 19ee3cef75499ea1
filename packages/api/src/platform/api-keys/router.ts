import { isFailure } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { ALL_SCOPES } from "../../lib/scopes.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { z } from "zod";
import { createKey, grantorOf, reissueKey, revokeKey } from "./commands.ts";
import { isConfidential, isOwnersOnly, type KeyPolicy, refuseAbove } from "./policy.ts";
import { listKeys } from "./reads.ts";
import { latestRequests } from "./requests.ts";
import {
  type ApiKey,
  apiKey,
  apiKeyPage,
  keyDraft,
  keyPaging,
  keyReference,
  keyRequestList,
  newKey,
  reissue,
  scopeList,
  type ScopedOperation,
} from "./schema.ts";

const KEEPERS: readonly Role[] = ["ADMIN"];

/**
 * The keys of a center, for its OWNER and ADMIN; `policy` knows the scopes that the endpoints ask for, `operations` what
 * each of them opens.
 */
export const apiKeysRouter = (policy: KeyPolicy, operations: readonly ScopedOperation[] = []) =>
  router({
    list: consoleProcedure(KEEPERS, "API keys of this center, newest first")
      .input(keyPaging)
      .returns(apiKeyPage)
      .query(async ({ ctx, input }) => {
        const page = await listKeys(ctx.db, ctx.centerId, input);
        return isFailure(page)
          ? page
          : page.map((key: ApiKey) => ({
              ...key,
              reissuable: refuseAbove(policy, grantorOf(ctx), key.scopes) === undefined,
            }));
      }),

    scopes: consoleProcedure(KEEPERS, "Scopes that a key can have, and which of them you may give")
      .input(z.strictObject({}))
      .returns(scopeList)
      .query(({ ctx }) =>
        Promise.resolve(
          [...policy.scopes, ALL_SCOPES].map((scope) => ({
            scope,
            grantable: ctx.roles.has("OWNER") || !isOwnersOnly(policy, scope),
            confidential: isConfidential(policy, scope),
            ...openedBy(operations, scope),
          })),
        ),
      ),

    requests: consoleProcedure(KEEPERS, "The last 100 requests of an API key, newest first")
      .input(keyReference)
      .returns(keyRequestList)
      .query(({ ctx, input }) => latestRequests(ctx.db, ctx.centerId, input.id)),

    create: consoleProcedure(KEEPERS, "Create an API key; its token is shown once")
      .input(keyDraft)
      .returns(newKey)
      .mutation(({ ctx, input }) => createKey(ctx.db, ctx, policy, ctx.centerId, input)),

    revoke: consoleProcedure(KEEPERS, "End an API key now")
      .input(keyReference)
      .returns(apiKey)
      .mutation(({ ctx, input }) => revokeKey(ctx.db, ctx, ctx.centerId, input.id)),

    reissue: consoleProcedure(KEEPERS, "Give an API key a new token, which is shown once")
      .input(reissue)
      .returns(newKey)
      .mutation(({ ctx, input }) => reissueKey(ctx.db, ctx, policy, ctx.centerId, input.id, input.overlapDays)),
  });

const openedBy = (operations: readonly ScopedOperation[], scope: string) => ({
  operations: operations
    .filter((operation) => operation.scope === scope)
    .map(({ method, path, summary }) => ({ method, path, summary })),
  besides: [...new Set(operations.filter(({ extraScopes }) => extraScopes.includes(scope)).map((one) => one.scope))],
});
