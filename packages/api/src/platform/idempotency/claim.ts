import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { errorCode } from "@aviationalley/db/unavailable.ts";
import { fail, type Failure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";

/** One write that must not run twice. */
export interface Claim {
  readonly centerId: CenterId;
  /** The API key's id. */
  readonly keyId: string;
  /** Method and path. */
  readonly operation: string;
  /** Stands for the caller's `Idempotency-Key`, which they may make of anything. */
  readonly key: string;
  readonly fingerprint: string;
}

/** How long a twin waits for the transaction of the first. */
export const WAIT_MS = 10_000;

const lockTimeout = statement<never>("idempotency.lock_timeout", "select set_config('lock_timeout', $1, true)");

/**
 * A committed row younger than 24 hours is left alone, and nothing comes back; an older one is claimed anew. While a
 * twin's transaction is open this waits for it: should that roll back, the claim is ours.
 */
const insert = statement<{ claimed: boolean }>(
  "idempotency.claim",
  `insert into idempotency_records as kept (center_id, key_id, operation, idempotency_key, fingerprint)
   values ($1, $2, $3, $4, $5)
   on conflict (center_id, key_id, operation, idempotency_key) do update
     set fingerprint = excluded.fingerprint, created_at = excluded.created_at,
         status = null, etag = null, location = null, body = null
     where kept.created_at <= now() - interval '24 hours'
   returning true as claimed`,
);

/**
 * Claims the key for this transaction: true when the write is ours to run, false when its answer is kept. A failure
 * when a twin's transaction stays open for `wait` milliseconds.
 */
export const claimKey = async (tx: CenterTx, claim: Claim, wait = WAIT_MS): Promise<boolean | Failure> => {
  try {
    const [, claimed] = await Promise.all([
      tx.run(lockTimeout, [`${wait}ms`]),
      tx.maybe(insert, [claim.centerId, claim.keyId, claim.operation, claim.key, claim.fingerprint]),
      tx.run(lockTimeout, ["0"]),
    ]);
    return claimed !== undefined;
  } catch (error) {
    if (errorCode(error) === "55P03") return stillRunning(); // lock_not_available
    throw error;
  }
};

export const stillRunning = (): Failure =>
  fail(
    "request_in_progress",
    "The first request with this `Idempotency-Key` has not finished. Send the same again in a moment to get its answer.",
  );
