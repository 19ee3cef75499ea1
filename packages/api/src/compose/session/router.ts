import { fail } from "../../lib/errors.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { listMemberships } from "../../modules/centers/reads.ts";
import { nothing } from "../../modules/centers/schema.ts";
import { findUser } from "../../platform/accounts/queries.ts";
import { session } from "./schema.ts";

/** All that the console's frame asks. `allowed` names the procedures that roles may call, walked out of the router. */
export const sessionRouter = (allowed: (roles: readonly Role[]) => string[]) =>
  router({
    me: consoleProcedure(EVERYONE, "Who is signed in, in which centers they work, and what they may do there")
      .input(nothing)
      .returns(session)
      .query(async ({ ctx }) => {
        if (ctx.actor.kind !== "user") return fail("unauthenticated", "Only a person has a session.");
        const { id } = ctx.actor;
        const [user, memberships] = await Promise.all([findUser(ctx.db, id), listMemberships(ctx.db, id)]);
        if (!user) return fail("unauthenticated", "Sign in, then try again.");
        const seats = memberships.map((membership) => ({ ...membership, procedures: allowed(membership.roles) }));
        return { user, seats };
      }),
  });
