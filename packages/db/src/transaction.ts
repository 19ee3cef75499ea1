import { setTimeout as sleep } from "node:timers/promises";
import { backoff } from "./backoff.ts";
import type { Db, Queryable } from "./client.ts";
import { isStalePlan } from "./send.ts";
import type { Statement } from "./statement.ts";
import { openTx } from "./tx.ts";
import { DatabaseUnavailable, errorCode } from "./unavailable.ts";

/** A returned value of this class rolls the transaction back. */
export abstract class Rollback {}

/** One transaction, usable until its work is done. */
export interface Tx extends Queryable {
  readonly kind: "tx";
  /**
   * Sends a statement that the work need not wait for: what follows, COMMIT at the latest, travels right behind it. If it
   * fails nothing is committed, and its error is thrown where the transaction ends. `use` gets its rows before any hook
   * runs. Never the first statement.
   */
  post<Row>(statement: Statement<Row>, values: readonly unknown[], use: (rows: Row[]) => void): void;
  /** Runs once after a commit that succeeded; never after a rollback, nor for an attempt that was retried. */
  afterCommit(hook: () => void): void;
}

/** What work throws whose look at the rows was overtaken by another transaction: run anew, it sees what that wrote. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

const MOST_RETRIES = 5;

/**
 * serialization_failure, deadlock_detected, a plan gone stale, a look overtaken: nothing was done, and the same may
 * succeed at once.
 */
const isRetryable = (error: unknown): boolean => {
  if (error instanceof Overtaken) return true;
  const code = errorCode(error);
  if (code === "40001" || code === "40P01" || isStalePlan(error)) return true;
  return error instanceof Error && isRetryable(error.cause);
};

const attempt = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const lease = await db.acquire();
  const tx = openTx(lease);
  try {
    const result = await work(tx);
    if (result instanceof Rollback) await tx.rollback();
    else await tx.commit();
    return result;
  } catch (error) {
    await tx.rollback();
    throw error;
  }
};

/**
 * BEGIN, work, COMMIT at read committed. A returned Rollback, or a throw, rolls back; a serialization failure, a
 * deadlock or Overtaken runs `work` anew, at most 5 times, so it must not touch anything but the transaction. Given a
 * Tx, joins it: the outer one decides. Throws DatabaseUnavailable when the last of those runs fails so, too, and when the connection
 * breaks; at COMMIT the outcome is then unknown.
 */
export const inTransaction = async <T>(db: Db | Tx, work: (tx: Tx) => Promise<T>): Promise<T> => {
  if (db.kind === "tx") return await work(db);
  for (let retries = 0; ; retries++) {
    try {
      return await attempt(db, work);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (retries === MOST_RETRIES) throw new DatabaseUnavailable(`${MOST_RETRIES + 1} runs in vain`, error);
      await sleep(backoff(retries, 10, 500));
    }
  }
};
