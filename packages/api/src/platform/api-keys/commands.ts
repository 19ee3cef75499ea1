import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Context } from "../../lib/context.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { forgetKey } from "./forget.ts";
import { type Grantor, type KeyPolicy, refuseAbove, refuseDraft } from "./policy.ts";
import { findKeyForUpdate, insertKey, type KeyRecord, notifyKeyChanged, revokeKeyRow } from "./queries.ts";
import type { ApiKey, KeyDraft, NewKey } from "./schema.ts";
import { mintToken } from "./token.ts";

/** Who handles keys; a procedure's context is one. */
export type KeyAdmin = Pick<Context, "actor" | "address" | "roles">;

export const grantorOf = ({ actor, roles }: Pick<KeyAdmin, "actor" | "roles">): Grantor =>
  actor.kind === "operator" ? "operator" : roles;

/** Makes a key for the center (a sandbox's is a test key). The token is in this answer and nowhere else. */
export const createKey = (
  db: Db | CenterTx,
  by: KeyAdmin,
  policy: KeyPolicy,
  centerId: CenterId,
  draft: KeyDraft,
): Promise<NewKey | Failure> =>
  transaction(db, centerId, async (tx) => {
    const refused = refuseDraft(policy, grantorOf(by), draft);
    if (refused) return refused;
    const { name, expiresAt = null, disclosure } = draft;
    if (expiresAt !== null && expiresAt <= tx.at)
      return fail("invalid_request", `The expiry must lie ahead of ${tx.at}, or be left out.`, {
        errors: [{ path: "expiresAt", message: "lies in the past" }],
      });
    const made = await mint(tx, by, { name, scopes: [...new Set(draft.scopes)], expiresAt, reissuedFrom: null });
    const { scopes, hint } = made.key;
    await record(tx, by, "api_key.created", subjectOf(made.key), { name, scopes, hint, expiresAt, disclosure });
    return made;
  });

/** Ends a key now, also one whose overlap was still running. A key that has ended already is left as it is. */
export const revokeKey = (db: Db | CenterTx, by: KeyAdmin, centerId: CenterId, id: string): Promise<ApiKey | Failure> =>
  transaction(db, centerId, async (tx) => {
    const key = await findKeyForUpdate(tx, centerId, id);
    if (!key) return notFound("API key");
    if (key.revokedAt !== null && key.revokedAt <= tx.at) return key;
    const revoked = await revokeKeyRow(tx, centerId, id, tx.at, 0);
    await announce(db, tx, id);
    await record(tx, by, "api_key.revoked", subjectOf(key), { name: key.name, hint: key.hint });
    return revoked;
  });

/**
 * Gives a key a new token under the same name, scopes and expiry. The old token ends at once, or works on for up to
 * seven days so that a vendor can change over.
 */
export const reissueKey = (
  db: Db | CenterTx,
  by: KeyAdmin,
  policy: KeyPolicy,
  centerId: CenterId,
  id: string,
  overlapDays: number,
): Promise<NewKey | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findKeyForUpdate(tx, centerId, id);
    if (!old) return notFound("API key");
    const refused = refuseAbove(policy, grantorOf(by), old.scopes) ?? refuseEnded(old, tx.at);
    if (refused) return refused;
    const made = await mint(tx, by, { ...old, reissuedFrom: old.id });
    await revokeKeyRow(tx, centerId, id, tx.at, overlapDays);
    await announce(db, tx, id);
    const { name, hint } = made.key;
    await record(tx, by, "api_key.reissued", subjectOf(made.key), {
      name,
      hint,
      from: old.id,
      fromHint: old.hint,
      overlapDays,
    });
    return made;
  });

const refuseEnded = ({ revokedAt, expiresAt }: ApiKey, at: string): Failure | undefined => {
  if (revokedAt !== null) return fail("conflict", "This key was revoked or reissued already. Create a new one.");
  return expiresAt !== null && expiresAt <= at
    ? fail("conflict", "This key has expired. Create a new one.")
    : undefined;
};

const mint = async (
  tx: CenterTx,
  { actor }: KeyAdmin,
  { name, scopes, expiresAt, reissuedFrom }: Pick<KeyRecord, "name" | "scopes" | "expiresAt" | "reissuedFrom">,
): Promise<NewKey> => {
  const { token, sha256, hint } = mintToken(tx.mode);
  const key = await insertKey(tx, tx.centerId, {
    id: newId(),
    name,
    mode: tx.mode,
    sha256,
    hint,
    scopes,
    createdById: actor.kind === "user" ? actor.id : null,
    createdBy: actor.kind === "operator" ? "operator" : actor.name,
    createdAt: tx.at,
    expiresAt,
    reissuedFrom,
  });
  return { key, token };
};

/** Other nodes hear it with the commit; this one right after it, before the caller has its answer. */
const announce = async (db: Db | CenterTx, tx: CenterTx, id: string): Promise<void> => {
  await notifyKeyChanged(tx, id);
  tx.afterCommit(() => forgetKey(db, id));
};

const subjectOf = ({ id }: ApiKey) => ({ type: "api_key", id });
