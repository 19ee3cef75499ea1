import { statement } from "@aviationalley/db/client.ts";
import { fail, type Failure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Claim } from "./claim.ts";

/** A 2xx answer, as it is sent and as it is kept. */
export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly location: string | null;
  readonly body: string;
}

const update = statement<never>(
  "idempotency.keep",
  `update idempotency_records set status = $5, etag = $6, location = $7, body = $8
    where center_id = $1 and key_id = $2 and operation = $3 and idempotency_key = $4`,
);

const select = statement<Answer & { fingerprint: string }>(
  "idempotency.kept",
  `select fingerprint, status, etag, location, body from idempotency_records
    where center_id = $1 and key_id = $2 and operation = $3 and idempotency_key = $4`,
);

const place = ({ centerId, keyId, operation, key }: Claim): unknown[] => [centerId, keyId, operation, key];

/** Keeps the answer of a claimed write, in its own transaction. */
export const keepAnswer = async (tx: CenterTx, claim: Claim, answer: Answer): Promise<void> => {
  const kept = await tx.run(update, [...place(claim), answer.status, answer.etag, answer.location, answer.body]);
  if (kept !== 1) throw new Error("A claimed idempotency key is gone.");
};

/** The answer that was kept; a failure when the key belongs to another request. */
export const keptAnswer = async (tx: CenterTx, claim: Claim): Promise<Answer | Failure> => {
  const { fingerprint, ...answer } = await tx.one(select, place(claim));
  return fingerprint === claim.fingerprint
    ? answer
    : fail(
        "idempotency_key_reused",
        "This `Idempotency-Key` was used for another request to this path within 24 hours. Use a new key for each new request.",
      );
};
