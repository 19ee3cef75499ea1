import { z } from "zod";
import { EVERYONE } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { changeCenter, liveCenterOf } from "./commands/centers.ts";
import { invite, revokeInvitation } from "./commands/invitations.ts";
import { changeRoles, removeMember } from "./commands/members.ts";
import { listMemberships } from "./reads.ts";
import { findCenter } from "./queries/centers.ts";
import { findInvitations } from "./queries/invitations.ts";
import { findMembers } from "./queries/members.ts";
import {
  center,
  centerChange,
  done,
  invitation,
  invitationDraft,
  invitationReference,
  member,
  memberChange,
  memberReference,
  membership,
  newInvitation,
  nothing,
} from "./schema.ts";

export const centersRouter = router({
  mine: consoleProcedure(EVERYONE, "The centers that the signed-in person works in")
    .input(nothing)
    .returns(z.array(membership))
    .query(({ ctx }) => listMemberships(ctx.db, ctx.actor.kind === "user" ? ctx.actor.id : "")),

  current: consoleProcedure(EVERYONE, "This center, its time zone and its clock")
    .input(nothing)
    .returns(center)
    .query(({ ctx }) => findCenter(ctx.db, ctx.centerId)),

  change: consoleProcedure(["ADMIN"], "Rename the center or set its time zone")
    .input(centerChange)
    .returns(center)
    .mutation(({ ctx, input }) => changeCenter(ctx.db, ctx, ctx.centerId, input)),
});

export const membersRouter = router({
  list: consoleProcedure(["ADMIN"], "Who works in this center, and as what")
    .input(nothing)
    .returns(z.array(member))
    .query(async ({ ctx }) => findMembers(ctx.db, await liveCenterOf(ctx.db, ctx.centerId))),

  changeRoles: consoleProcedure(["ADMIN"], "Give a member other roles")
    .input(memberChange)
    .returns(member)
    .mutation(({ ctx, input }) => changeRoles(ctx.db, ctx, ctx.centerId, input.userId, input.roles)),

  remove: consoleProcedure(["ADMIN"], "Take a person out of the center")
    .input(memberReference)
    .returns(done)
    .mutation(({ ctx, input }) => removeMember(ctx.db, ctx, ctx.centerId, input.userId)),

  invitations: consoleProcedure(["ADMIN"], "Invitations that nobody has accepted yet")
    .input(nothing)
    .returns(z.array(invitation))
    .query(async ({ ctx }) => findInvitations(ctx.db, await liveCenterOf(ctx.db, ctx.centerId))),

  invite: consoleProcedure(["ADMIN"], "Invite a person by email address")
    .input(invitationDraft)
    .returns(newInvitation)
    .mutation(({ ctx, input }) => invite(ctx.db, ctx, ctx.centerId, input)),

  revokeInvitation: consoleProcedure(["ADMIN"], "End an invitation before it is accepted")
    .input(invitationReference)
    .returns(done)
    .mutation(({ ctx, input }) => revokeInvitation(ctx.db, ctx, ctx.centerId, input.id)),
});
