import { fail, type Failure, isFailure, notFound } from "../../lib/errors.ts";
import type { Actor } from "../../lib/context.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { listMemberships } from "../../modules/centers/reads.ts";
import { done, nothing } from "../../modules/centers/schema.ts";
import { endSession, findUser, listSessions } from "../../platform/accounts/queries.ts";
import { session, signInId, signIns } from "./schema.ts";

const personOf = (actor: Actor): string | Failure =>
  actor.kind === "user" ? actor.id : fail("unauthenticated", "Only a person has a session.");

/** All that the console's frame asks. `allowed` names the procedures that roles may call, walked out of the router. */
export const sessionRouter = (allowed: (roles: readonly Role[]) => string[]) =>
  router({
    me: consoleProcedure(EVERYONE, "Who is signed in, in which centers they work, and what they may do there")
      .input(nothing)
      .returns(session)
      .query(async ({ ctx }) => {
        const id = personOf(ctx.actor);
        if (isFailure(id)) return id;
        const [user, memberships] = await Promise.all([findUser(ctx.db, id), listMemberships(ctx.db, id)]);
        if (!user) return fail("unauthenticated", "Sign in, then try again.");
        const seats = memberships.map((membership) => ({ ...membership, procedures: allowed(membership.roles) }));
        return { user, seats };
      }),
    list: consoleProcedure(EVERYONE, "In which browsers who asks is signed in")
      .input(nothing)
      .returns(signIns)
      .query(async ({ ctx }) => {
        const id = personOf(ctx.actor);
        return isFailure(id) ? id : { data: await listSessions(ctx.db, id) };
      }),
    end: consoleProcedure(EVERYONE, "Sign out of another browser")
      .input(signInId)
      .returns(done)
      .mutation(async ({ ctx, input }) => {
        const id = personOf(ctx.actor);
        if (isFailure(id)) return id;
        return (await endSession(ctx.db, id, input.id)) ? { done: true } : notFound("session");
      }),
  });
