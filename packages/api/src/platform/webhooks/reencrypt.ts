import { type Db, statement } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import type { KeyRing } from "./key-ring.ts";
import { openSecret, sealSecret } from "./secrets.ts";

interface Row {
  center_id: string;
  id: string;
  secret: string;
  secret_key_id: string;
  previous_secret: string | null;
  previous_secret_key_id: string | null;
  header_values: string | null;
  header_values_key_id: string | null;
}

const BATCH = 100;

const selectOther = statement<Row>(
  "webhooks.sealed_otherwise",
  `select center_id, id, secret, secret_key_id, previous_secret, previous_secret_key_id, header_values, header_values_key_id
     from endpoints
    where secret_key_id <> $1 or previous_secret_key_id <> $1 or header_values_key_id <> $1
    order by center_id, id limit ${BATCH} for update`,
);

const updateSealed = statement<never>(
  "webhooks.reseal",
  `update endpoints set secret = $3, secret_key_id = $6, previous_secret = $4,
          previous_secret_key_id = case when $4::text is not null then $6 end, header_values = $5,
          header_values_key_id = case when $5::text is not null then $6 end
    where center_id = $1 and id = $2`,
);

/**
 * Seals anew, under the ring's current key, every secret that another key seals; deleted endpoints' too. Answers how
 * many endpoints changed. Afterwards the old key can leave the ring, on every node.
 */
export const reencryptSecrets = async (db: Db, ring: KeyRing): Promise<number> => {
  for (let changed = 0; ;) {
    const batch = await inTransaction(db, async (tx) => {
      const rows = await tx.many(selectOther, [ring.currentId]);
      for (const row of rows) await reseal(tx, row, ring);
      return rows.length;
    });
    changed += batch;
    if (batch < BATCH) return changed;
  }
};

const reseal = async (tx: Tx, row: Row, ring: KeyRing): Promise<void> => {
  const anew = (sealed: string | null, keyId: string | null): string | null =>
    sealed === null || keyId === null ? null : sealSecret(openSecret({ sealed, keyId }, ring), ring).sealed;
  await tx.run(updateSealed, [
    row.center_id,
    row.id,
    anew(row.secret, row.secret_key_id),
    anew(row.previous_secret, row.previous_secret_key_id),
    anew(row.header_values, row.header_values_key_id),
    ring.currentId,
  ]);
};
