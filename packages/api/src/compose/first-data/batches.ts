import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { type Failure, FailureError, isFailure } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";

/** A module's command that takes a batch and says at each draft's place what became of it. */
export type Create<Draft, Row> = (tx: CenterTx, drafts: readonly Draft[]) => Promise<(Row | Failure)[]>;

const BATCH = 500;

/**
 * Writes drafts in their order as an import (no events), each batch in a transaction of its own (unless given one), so
 * that `createdAt` rises along. `progress` is told how many are done.
 */
export const writeAll = async <Draft, Row>(
  db: Db | CenterTx,
  centerId: CenterId,
  drafts: readonly Draft[],
  create: Create<Draft, Row>,
  progress: (done: number) => void = () => {},
): Promise<(Row | Failure)[]> => {
  const outcomes: (Row | Failure)[] = [];
  for (let start = 0; start < drafts.length; start += BATCH) {
    const batch = drafts.slice(start, start + BATCH);
    outcomes.push(...(await transaction(db, centerId, (tx) => create(tx, batch), "import")));
    progress(outcomes.length);
  }
  return outcomes;
};

/** The rows, where a refusal would be a fault of the generator. */
export const allWritten = <Row>(outcomes: readonly (Row | Failure)[]): Row[] =>
  outcomes.map((outcome) => {
    if (isFailure(outcome)) throw new FailureError(outcome);
    return outcome;
  });

/** Finds by natural key what was written under it. */
export const keyed = <Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  valueOf: (row: Row) => Value,
): ((key: string) => Value) => {
  const values = new Map(rows.map((row) => [keyOf(row), valueOf(row)]));
  return (key) => {
    const value = values.get(key);
    if (value === undefined) throw new Error(`Nothing was written under ${key}.`);
    return value;
  };
};
