import { fail, type Failure } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { ALL_SCOPES } from "../../lib/scopes.ts";
import type { KeyDraft } from "./schema.ts";

/** Which scopes there are, and which of them are not for everyone to give. `*` is always both of the last two. */
export interface KeyPolicy {
  /** Every scope that some endpoint asks for. */
  readonly scopes: readonly string[];
  /** Given by an OWNER only. */
  readonly ownersOnly: readonly string[];
  /** Given only with the recipient's name and purpose. */
  readonly confidential: readonly string[];
}

/** Who gives a key its scopes: a member, or the operator of the machine, who stands above the center's roles. */
export type Grantor = ReadonlySet<Role> | "operator";

export const isOwnersOnly = (policy: KeyPolicy, scope: string): boolean =>
  scope === ALL_SCOPES || policy.ownersOnly.includes(scope);

export const isConfidential = (policy: KeyPolicy, scope: string): boolean =>
  scope === ALL_SCOPES || policy.confidential.includes(scope);

/** Every scope must exist; the first that does not is named with the ones that do. */
const refuseUnknown = (policy: KeyPolicy, scopes: readonly string[]): Failure | undefined => {
  const errors = scopes.flatMap((scope, index) =>
    scope === ALL_SCOPES || policy.scopes.includes(scope)
      ? []
      : [{ path: `scopes.${index}`, message: `There is no scope "${scope}"` }],
  );
  const known = [...policy.scopes, ALL_SCOPES].join(", ");
  return errors.length > 0 ? fail("invalid_request", `Choose from these scopes: ${known}.`, { errors }) : undefined;
};

/** Nobody hands out a token that can see more than its giver may. */
export const refuseAbove = (policy: KeyPolicy, grantor: Grantor, scopes: readonly string[]): Failure | undefined => {
  if (grantor === "operator" || grantor.has("OWNER")) return undefined;
  const above = scopes.filter((scope) => isOwnersOnly(policy, scope));
  return above.length > 0
    ? fail("insufficient_role", `Only an OWNER may give a key ${above.join(", ")}. Ask one, or leave it out.`)
    : undefined;
};

/** What is confidential leaves the system only for someone named, for a purpose named. */
const refuseUndisclosed = (
  policy: KeyPolicy,
  grantor: Grantor,
  { scopes, disclosure }: KeyDraft,
): Failure | undefined => {
  const confidential = scopes.filter((scope) => isConfidential(policy, scope));
  if (confidential.length === 0 || disclosure || grantor === "operator") return undefined;
  return fail(
    "invalid_request",
    `${confidential.join(", ")} shows confidential records. Confirm it, and say who receives them and what for.`,
    {
      errors: [
        { path: "disclosure", message: "is required with these scopes: { confirmed: true, recipient, purpose }" },
      ],
    },
  );
};

export const refuseDraft = (policy: KeyPolicy, grantor: Grantor, draft: KeyDraft): Failure | undefined =>
  refuseUnknown(policy, draft.scopes) ??
  refuseAbove(policy, grantor, draft.scopes) ??
  refuseUndisclosed(policy, grantor, draft);
