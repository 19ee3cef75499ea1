import { statement } from "@aviationalley/db/client.ts";
import type { CenterTx } from "./transaction.ts";

const raise = statement<{ value: number }>(
  "lib.raise_counter",
  `insert into center_counters as counter (center_id, name, value) values ($1, $2, $3)
   on conflict (center_id, name) do update set value = counter.value + excluded.value
   returning value`,
);

/**
 * The first of `count` consecutive numbers of a series in this center, from 1. Gapless: the counter's row stays locked
 * until the transaction ends, and a rollback gives the numbers back. (A sequence would lose them.) Call it last, with
 * what else must be locked already locked, since all creators of the series wait for each other here.
 */
export const takeNumbers = async (tx: CenterTx, series: string, count: number): Promise<number> => {
  const { value } = await tx.one(raise, [tx.centerId, series, count]);
  return value - count + 1;
};
