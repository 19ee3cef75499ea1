import { type Db, statement } from "@aviationalley/db/client.ts";
import type { KeyRing } from "./key-ring.ts";
import { openSecret, type Sealed } from "./secrets.ts";

const selectOneOfEachKey = statement<Sealed>(
  "webhooks.one_secret_of_each_key",
  `select distinct on (key_id) key_id as "keyId", sealed
     from endpoints e
     cross join lateral (values (e.secret_key_id, e.secret), (e.previous_secret_key_id, e.previous_secret),
                                (e.header_values_key_id, e.header_values)) as one(key_id, sealed)
    where e.deleted_at is null and key_id is not null
    order by key_id`,
);

/**
 * The ids of keys that seal something in the database and that this ring cannot open with: it lacks them, or has another
 * key by that name. One secret of each is tried.
 */
export const unreadableKeys = async (db: Db, ring: KeyRing): Promise<readonly string[]> =>
  (await db.many(selectOneOfEachKey, [])).filter((one) => !canOpen(one, ring)).map(({ keyId }) => keyId);

const canOpen = (sealed: Sealed, ring: KeyRing): boolean => {
  try {
    openSecret(sealed, ring);
    return true;
  } catch {
    return false;
  }
};
