import { reencryptSecrets } from "@aviationalley/api/platform/webhooks/reencrypt.ts";
import { UnknownKey } from "@aviationalley/api/platform/webhooks/secrets.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault } from "../fault.ts";
import { secretKeys } from "../secret.ts";
import { readSettings } from "../settings.ts";

export const secretsReencrypt = command({
  name: "secrets reencrypt",
  summary: "Seal all webhook secrets with the first key of SECRET_KEYS, so that others can be dropped",
  options: {},
  run: () =>
    withDatabase(async (db) => {
      const ring = await secretKeys(readSettings());
      try {
        const changed = await reencryptSecrets(db, ring);
        console.error(`Sealed the secrets of ${changed} endpoints with the key "${ring.currentId}".`);
      } catch (error) {
        throw error instanceof UnknownKey ? new Fault(error.message) : error;
      }
    }),
});
