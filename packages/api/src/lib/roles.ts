/** What a member of a center may be; a member holds one or more. OWNER may do everything. */
export const ROLES = ["OWNER", "ADMIN", "DISPATCHER", "INSTRUCTOR", "MAINTENANCE", "DER", "VIEWER"] as const;

export type Role = (typeof ROLES)[number];

/** Who may read what is not confidential. */
export const EVERYONE: readonly Role[] = ROLES;

/** OWNER implies every role. */
export const holdsOneOf = (held: ReadonlySet<Role>, wanted: readonly Role[]): boolean =>
  held.has("OWNER") || wanted.some((role) => held.has(role));
