import { createKey } from "@aviationalley/api/platform/api-keys/commands.ts";
import { KEY_POLICY } from "@aviationalley/api/root.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { ok } from "@aviationalley/testing/factories.ts";

/** The token of a new key that may do all in one center, as an operator makes it, without the time of a command line. */
export const newToken = async (db: Db, center: CenterId): Promise<string> => {
  const by = { actor: { kind: "operator" }, address: null, roles: new Set<never>() } as const;
  return ok(await createKey(db, by, KEY_POLICY, center, { name: "Benchmark", scopes: ["*"] })).token;
};
