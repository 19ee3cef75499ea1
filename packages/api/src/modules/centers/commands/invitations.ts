import { hash, randomBytes } from "node:crypto";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { record } from "../../../platform/audit/record.ts";
import { lockCenter } from "../queries/centers.ts";
import {
  acceptInvitationRow,
  findInvitationByToken,
  insertInvitation,
  type OpenInvitation,
  revokeInvitationRow,
} from "../queries/invitations.ts";
import { findMemberByEmail } from "../queries/members.ts";
import { refuseAbove } from "../rules.ts";
import type { InvitationDraft, NewInvitation } from "../schema.ts";
import { liveCenterOf } from "./centers.ts";
import { addMember, grantorOf, type MemberAdmin } from "./members.ts";

const VALID_DAYS = 7;

const digest = (token: string): string => hash("sha256", token, "hex");

/**
 * Invites a person by email address; an earlier invitation of the same person ends, unless it is of roles above one's
 * own. The token is in this answer only.
 */
export const invite = async (
  db: Db | CenterTx,
  by: MemberAdmin,
  centerId: CenterId,
  { email, roles }: InvitationDraft,
): Promise<NewInvitation | Failure> =>
  transaction(db, await liveCenterOf(db, centerId), async (tx) => {
    await lockCenter(tx, tx.centerId);
    const earlier = await revokeInvitationRow(tx, tx.centerId, { email });
    const refused = refuseAbove(grantorOf(by), roles, earlier?.roles ?? []);
    if (refused) return refused;
    if (await findMemberByEmail(tx, tx.centerId, email))
      return fail("conflict", "This person is a member already. Change the roles instead.");
    const token = `aai_${randomBytes(16).toString("hex")}`;
    const invitation = await insertInvitation(tx, tx.centerId, {
      id: newId(),
      email,
      roles: [...new Set(roles)],
      tokenSha256: digest(token),
      invitedBy: by.actor.kind === "operator" ? "operator" : by.actor.name,
      at: tx.at,
      days: VALID_DAYS,
    });
    await record(tx, by, "member.invited", { type: "invitation", id: invitation.id }, { email, roles });
    return { ...invitation, token };
  });

export const revokeInvitation = async (
  db: Db | CenterTx,
  by: MemberAdmin,
  centerId: CenterId,
  id: string,
): Promise<{ done: true } | Failure> =>
  transaction(db, await liveCenterOf(db, centerId), async (tx) => {
    const revoked = await revokeInvitationRow(tx, tx.centerId, { id });
    if (!revoked) return notFound("open invitation");
    const refused = refuseAbove(grantorOf(by), revoked.roles);
    if (refused) return refused;
    await record(tx, by, "member.invitation_revoked", { type: "invitation", id }, { email: revoked.email });
    return { done: true };
  });

/** The open invitation behind a link, or the one failure for used, revoked, expired and invented ones alike. */
export const openInvitation = async (db: Db, token: string): Promise<OpenInvitation | Failure> =>
  (await findInvitationByToken(db, digest(token))) ??
  fail("not_found", "This invitation was used, revoked or has expired. Ask for a new one.");

/** Uses an invitation up: its person becomes a member. The caller has made sure that `user` is that person. */
export const acceptInvitation = async (
  tx: CenterTx,
  invitation: OpenInvitation,
  user: { id: string; name: string },
  address: string | null,
): Promise<{ done: true } | Failure> => {
  if ((await acceptInvitationRow(tx, tx.centerId, invitation.id)) === 0)
    return fail("not_found", "This invitation was used, revoked or has expired. Ask for a new one.");
  await addMember(tx, { actor: { kind: "user", ...user }, address }, user.id, invitation.roles);
  return { done: true };
};
