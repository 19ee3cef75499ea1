import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Context } from "../../../lib/context.ts";
import { type Failure, notFound } from "../../../lib/errors.ts";
import type { Role } from "../../../lib/roles.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { record } from "../../../platform/audit/record.ts";
import { lockCenter } from "../queries/centers.ts";
import { countOtherOwners, findMember, removeMemberRow, saveMember } from "../queries/members.ts";
import { type Grantor, refuseAbove, refuseLastOwner } from "../rules.ts";
import type { Member } from "../schema.ts";
import { liveCenterOf } from "./centers.ts";

/** Who changes the members; a procedure's context is one. */
export type MemberAdmin = Pick<Context, "actor" | "address" | "roles">;

export const grantorOf = ({ actor, roles }: MemberAdmin): Grantor => (actor.kind === "operator" ? "operator" : roles);

/** Gives a member these roles in place of the ones held until now. Holds from the member's next request on. */
export const changeRoles = async (
  db: Db | CenterTx,
  by: MemberAdmin,
  centerId: CenterId,
  userId: string,
  roles: readonly Role[],
): Promise<Member | Failure> =>
  transaction(db, await liveCenterOf(db, centerId), async (tx) => {
    const member = await findMemberForUpdate(tx, userId);
    if (!member) return notFound("member");
    const refused =
      refuseAbove(grantorOf(by), member.roles, roles) ??
      refuseLastOwner(member.roles, roles, await countOtherOwners(tx, tx.centerId, userId));
    if (refused) return refused;
    const next = [...new Set(roles)];
    await saveMember(tx, tx.centerId, userId, next);
    await record(tx, by, "member.roles_changed", { type: "member", id: userId }, { before: member.roles, roles: next });
    return { ...member, roles: next };
  });

/** Takes a person out of the center; the account stays, as it may belong to other centers too. */
export const removeMember = async (
  db: Db | CenterTx,
  by: MemberAdmin,
  centerId: CenterId,
  userId: string,
): Promise<{ done: true } | Failure> =>
  transaction(db, await liveCenterOf(db, centerId), async (tx) => {
    const member = await findMemberForUpdate(tx, userId);
    if (!member) return notFound("member");
    const refused =
      refuseAbove(grantorOf(by), member.roles) ??
      refuseLastOwner(member.roles, [], await countOtherOwners(tx, tx.centerId, userId));
    if (refused) return refused;
    await removeMemberRow(tx, tx.centerId, userId);
    await record(
      tx,
      by,
      "member.removed",
      { type: "member", id: userId },
      { email: member.email, roles: member.roles },
    );
    return { done: true };
  });

/** All changes of a center's members queue at the center's row: the count of owners must not change under a rule. */
const findMemberForUpdate = async (tx: CenterTx, userId: string): Promise<Member | undefined> => {
  await lockCenter(tx, tx.centerId);
  return findMember(tx, tx.centerId, userId);
};

/**
 * Makes a user a member, or adds to the roles of one; yields all that are held then. Without rules: for the operator and
 * for accepted invitations.
 */
export const addMember = async (
  tx: CenterTx,
  by: Pick<MemberAdmin, "actor" | "address">,
  userId: string,
  roles: readonly Role[],
): Promise<readonly Role[]> => {
  const member = await findMemberForUpdate(tx, userId);
  const next = [...new Set([...(member?.roles ?? []), ...roles])];
  await saveMember(tx, tx.centerId, userId, next);
  await record(tx, by, "member.added", { type: "member", id: userId }, { roles: next });
  return next;
};
