import { fail, type Failure } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { DAY_MS, type Instant, msBetween } from "../../lib/time.ts";

/** Roles that only an OWNER gives and takes: they see drug and alcohol testing, which an ADMIN does not. */
const ABOVE_ADMIN: readonly Role[] = ["OWNER", "DER"];

/** How far ahead a sandbox may be moved: beyond, dates of two centuries would need testing too. */
const FURTHEST_AHEAD_MS = 10 * 366 * DAY_MS;

/** Who changes members: a member with roles, or the operator of the machine, who stands above them. */
export type Grantor = ReadonlySet<Role> | "operator";

/** Nobody gives, changes or takes what is above the own role: neither the new roles nor those held until now. */
export const refuseAbove = (grantor: Grantor, ...sets: readonly (readonly Role[])[]): Failure | undefined => {
  if (grantor === "operator" || grantor.has("OWNER")) return undefined;
  const above = ABOVE_ADMIN.filter((role) => sets.some((roles) => roles.includes(role)));
  if (above.length === 0) return undefined;
  return fail(
    "insufficient_role",
    `Only an OWNER may give, change or take ${above.join(" and ")}. Ask one of the owners.`,
  );
};

/** A center without an OWNER could never get one again. */
export const refuseLastOwner = (
  before: readonly Role[],
  after: readonly Role[],
  otherOwners: number,
): Failure | undefined =>
  before.includes("OWNER") && !after.includes("OWNER") && otherOwners === 0
    ? fail("conflict", "This is the center's last OWNER. Make someone else an OWNER first.")
    : undefined;

/** The offset (ms) that makes a sandbox's clock show `to`. Time only goes forward: what it did cannot be undone. */
export const offsetTo = (now: Instant, at: Instant, to: Instant): number | Failure => {
  if (msBetween(now, to) < 0)
    return fail(
      "conflict",
      `The sandbox's clock shows ${now} and only moves forward. Reset it to return to the present.`,
    );
  const offset = msBetween(at, to);
  return offset <= FURTHEST_AHEAD_MS
    ? offset
    : fail("conflict", "A sandbox's clock can be moved at most ten years ahead. Choose a nearer time.");
};
