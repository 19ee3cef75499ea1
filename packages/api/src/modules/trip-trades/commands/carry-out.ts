import { earlierValues } from "../../../lib/changes.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type Failure, isFailure } from "../../../lib/errors.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { moveTrips } from "../../trips/reads.ts";
import { tradeApproved } from "../events.ts";
import { handovers, type TradeCase } from "../legality/judge.ts";
import { updateTrades } from "../queries/trades.ts";
import { approve, type Decision } from "../rules.ts";
import type { tripTrade, TripTrade } from "../schema.ts";

/** Approves a trade that was just found legal, and moves its trips, all in one. People, trips and trade are locked. */
export const carryOut = async (
  tx: CenterTx,
  row: TripTrade,
  trade: TradeCase,
  decision: Decision,
): Promise<TripTrade | Failure> => {
  const next = approve(row, decision);
  if (isFailure(next)) return next;
  const moves = handovers(trade).map(({ trip, to }) => ({ trip, crewMemberId: to?.id ?? null }));
  await moveTrips(tx, moves);
  return save(tx, row, next, tradeApproved);
};

/** Writes a trade's next state and fires its event, if it has one. What changes nothing writes and fires nothing. */
export const save = async (
  tx: CenterTx,
  row: TripTrade,
  next: TripTrade,
  event: EventDefinition<typeof tripTrade> | null,
): Promise<TripTrade> => {
  const previous = earlierValues(row, next);
  if (!previous) return row;
  const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
  await updateTrades(tx, [saved]);
  if (event) await emit(tx, event, saved, previous);
  return saved;
};
