import type { Db } from "@aviationalley/db/client.ts";
import { fail, isFailure } from "../lib/errors.ts";
import { transaction } from "../lib/transaction.ts";
import { acceptInvitation, openInvitation } from "../modules/centers/commands/invitations.ts";
import { findCenter } from "../modules/centers/queries/centers.ts";
import { createAccount } from "../platform/accounts/create.ts";
import { findUserByEmail } from "../platform/accounts/queries.ts";

/** Joins accounts (platform) and members (a module) where an invitation is accepted. Satisfies the border's interface. */
export const invitationsOf = (db: Db) => ({
  async describe(token: string) {
    const invitation = await openInvitation(db, token);
    if (isFailure(invitation)) return invitation;
    const { email, centerId } = invitation;
    const [center, account] = await Promise.all([findCenter(db, centerId), findUserByEmail(db, email)]);
    return { email, centerName: center.name, hasAccount: account !== undefined };
  },

  /**
   * The link proves that its holder got it from the center, not that the holder owns the address: who has an account
   * must be signed in to it, and only who has none makes one here.
   */
  async accept(
    token: string,
    invitee: { id: string; name: string; email: string } | undefined,
    person: { name: string; password: string } | undefined,
    address: string,
  ) {
    const invitation = await openInvitation(db, token);
    if (isFailure(invitation)) return invitation;
    const { email, centerId } = invitation;
    if (invitee && invitee.email !== email)
      return fail("conflict", `You are signed in as ${invitee.email}, but ${email} was invited. Sign out first.`);
    if (!invitee && (await findUserByEmail(db, email)))
      return fail("unauthenticated", `${email} has an account. Sign in to it, then accept the invitation.`);
    if (!invitee && !person) return fail("invalid_request", "Send name and password: this makes your account.");
    const accepted = await transaction(db, centerId, async (tx) => {
      const user = invitee ?? (person && (await createAccount(tx, { ...person, email })));
      if (!user) return fail("invalid_request", "Send name and password: this makes your account.");
      if (isFailure(user)) return user;
      return acceptInvitation(tx, invitation, { id: user.id, name: user.name }, address);
    });
    return isFailure(accepted) ? accepted : { centerId };
  },
});
