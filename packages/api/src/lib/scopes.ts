/** What a key may do with one resource, e.g. `bookings:read`. Each is declared by the endpoint that asks for it. */
export type Scope = `${string}:${"read" | "write"}`;

/** Grants every scope, also those of endpoints that do not exist yet. */
export const ALL_SCOPES = "*";

export type Grant = Scope | typeof ALL_SCOPES;

export const grants = (held: ReadonlySet<string>, wanted: Scope): boolean => held.has(ALL_SCOPES) || held.has(wanted);
