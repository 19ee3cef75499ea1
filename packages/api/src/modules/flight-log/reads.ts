import { statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";

const logged = statement<{ fingerprint: string; times: number }>(
  "flight_log.logged",
  `select fingerprint, count(*)::int as times from flight_log
    where center_id = $1 and fingerprint = ${anyOf("$2::text[]")}
    group by fingerprint`,
);

/** How many times flights with these fingerprints have been logged; those never logged are missing. */
export const timesLogged = async (tx: CenterTx, fingerprints: readonly string[]): Promise<Map<string, number>> => {
  const rows = await tx.many(logged, [tx.centerId, fingerprints]);
  return new Map(rows.map(({ fingerprint, times }) => [fingerprint, times]));
};
