import type { KeyPolicy } from "../platform/api-keys/policy.ts";

/** Drug and alcohol testing (49 CFR 40.321) is what no ADMIN gives away, and what leaves only to someone named. */
const TESTING = { read: "dat:read", results: "dat_results:read" } as const;

/** Which scopes a key can have, for a platform that knows no domain; `scopes` are those that the endpoints ask for. */
export const keyPolicy = (scopes: readonly string[]): KeyPolicy => ({
  scopes,
  ownersOnly: [TESTING.read, TESTING.results],
  confidential: [TESTING.results],
});
