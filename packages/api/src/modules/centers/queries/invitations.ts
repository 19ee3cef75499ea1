import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import type { Role } from "../../../lib/roles.ts";
import type { Invitation } from "../schema.ts";

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const COLUMNS = `id, email, roles, invited_by as "invitedBy",
  to_char(created_at at time zone 'UTC', ${ISO}) as "createdAt",
  to_char(expires_at at time zone 'UTC', ${ISO}) as "expiresAt"`;

const OPEN = "accepted_at is null and revoked_at is null";

const selectOpen = statement<Invitation>(
  "centers.invitations",
  `select ${COLUMNS} from invitations where center_id = $1 and ${OPEN} and expires_at > now() order by created_at desc limit 500`,
);

export const findInvitations = (db: Queryable, liveId: CenterId): Promise<Invitation[]> =>
  db.many(selectOpen, [liveId]);

export interface OpenInvitation {
  centerId: CenterId;
  id: string;
  email: string;
  roles: Role[];
}

const selectByToken = statement<OpenInvitation>(
  "centers.invitation_by_token",
  `select center_id as "centerId", id, email, roles from invitations
    where token_sha256 = $1 and ${OPEN} and expires_at > now()`,
);

export const findInvitationByToken = (db: Queryable, tokenSha256: string): Promise<OpenInvitation | undefined> =>
  db.maybe(selectByToken, [tokenSha256]);

const insertOne = statement<Invitation>(
  "centers.insert_invitation",
  `insert into invitations (center_id, id, email, roles, token_sha256, invited_by, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7::timestamptz + $8 * interval '1 day') returning ${COLUMNS}`,
);

export const insertInvitation = (
  db: Queryable,
  liveId: CenterId,
  invitation: {
    id: string;
    email: string;
    roles: readonly Role[];
    tokenSha256: string;
    invitedBy: string;
    at: string;
    days: number;
  },
): Promise<Invitation> => {
  const { id, email, roles, tokenSha256, invitedBy, at, days } = invitation;
  return db.one(insertOne, [liveId, id, email, roles, tokenSha256, invitedBy, at, days]);
};

const revokeOne = statement<{ id: string; email: string; roles: Role[] }>(
  "centers.revoke_invitation",
  `update invitations set revoked_at = now() where center_id = $1 and (id = $2 or email = $3) and ${OPEN}
   returning id, email, case when expires_at > now() then roles else '{}' end as roles`,
);

/** Revokes the open invitation of this id or email, and tells which roles it gave; undefined where there is none. */
export const revokeInvitationRow = (db: Queryable, liveId: CenterId, by: { id?: string; email?: string }) =>
  db.maybe(revokeOne, [liveId, by.id ?? null, by.email ?? null]);

const acceptOne = statement<never>(
  "centers.accept_invitation",
  `update invitations set accepted_at = now() where center_id = $1 and id = $2 and ${OPEN} and expires_at > now()`,
);

/** 1 for the caller that used the invitation up, 0 for every other. */
export const acceptInvitationRow = (db: Queryable, liveId: CenterId, id: string): Promise<number> =>
  db.run(acceptOne, [liveId, id]);
