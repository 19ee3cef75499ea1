import { listKeys } from "@aviationalley/api/platform/api-keys/reads.ts";
import { apiKey, type ApiKey } from "@aviationalley/api/platform/api-keys/schema.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { everyRow } from "../every-row.ts";
import { chooseCenter } from "../operator.ts";
import { printTable } from "../table.ts";

const stateOf = ({ revokedAt, expiresAt }: ApiKey, now: string): string => {
  if (revokedAt !== null) return revokedAt <= now ? "revoked" : `until ${revokedAt.slice(0, 16)}Z`;
  if (expiresAt === null) return "active";
  return expiresAt <= now ? "expired" : `until ${expiresAt.slice(0, 16)}Z`;
};

const row = (key: ApiKey, now: string): string[] => [
  key.id,
  `aa_${key.mode}_…${key.hint}`,
  stateOf(key, now),
  key.lastUsedAt === null ? "never used" : `used ${key.lastUsedAt.slice(0, 16)}Z`,
  key.scopes.join(","),
  key.name,
];

const allKeys = (db: Db, centerId: CenterId): Promise<ApiKey[]> =>
  everyRow(
    (paging) => listKeys(db, centerId, paging),
    (document) => apiKey.parse(document),
  );

export const keyList = command({
  name: "key list",
  summary: "List the API keys of a center and of its sandbox, newest first",
  options: { center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" } },
  run: ({ center }) =>
    withDatabase(async (db) => {
      const { id, sandboxId } = await chooseCenter(db, center);
      const keys = [...(await allKeys(db, id)), ...(await allKeys(db, sandboxId))];
      const now = new Date().toISOString();
      const rows = keys.map((key) => row(key, now));
      printTable(rows);
      if (rows.length === 0) console.error("There are no keys yet: npx aa key create --mode test --scopes '*'");
    }),
});
