import type { Db } from "@aviationalley/db/client.ts";
import { type Failure, isFailure } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { type Claim, claimKey, stillRunning, WAIT_MS } from "./claim.ts";
import { inTurn } from "./in-turn.ts";
import { type Answer, keepAnswer, keptAnswer } from "./keep.ts";

export type { Answer } from "./keep.ts";

export interface Outcome {
  readonly answer: Answer;
  /** It is the answer of an earlier request. */
  readonly replayed: boolean;
}

/**
 * Runs a write at most once per key: claim, write and answer are one transaction, so a crash leaves all of it or
 * nothing. A failure rolls everything back, the claim too, and the next try runs anew. `work` may be run again after a
 * deadlock, so it must touch nothing but the transaction.
 */
export const answerOnce = async (
  db: Db,
  claim: Claim,
  work: (tx: CenterTx) => Promise<Answer | Failure>,
): Promise<Outcome | Failure> => {
  const name = JSON.stringify([claim.keyId, claim.operation, claim.key]);
  const outcome = await inTurn(name, WAIT_MS, () =>
    transaction(db, claim.centerId, async (tx): Promise<Outcome | Failure> => {
      const claimed = await claimKey(tx, claim);
      if (isFailure(claimed)) return claimed;
      const answer = claimed ? await work(tx) : await keptAnswer(tx, claim);
      if (isFailure(answer)) return answer;
      if (claimed) await keepAnswer(tx, claim, answer);
      return { answer, replayed: !claimed };
    }),
  );
  return outcome ?? stillRunning();
};
