import { type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { newTrade } from "../new-trade.ts";
import { type Known, lockNamed, type Named, partiesOf } from "../parties.ts";
import { insertTrades } from "../queries/trades.ts";
import { courseFaults } from "../rules.ts";
import type { TradeKind, TradeSettings, TripTrade } from "../schema.ts";
import { findTradeSettings } from "../queries/settings.ts";

/** A trade as it stands by now in the system that it comes from. */
export interface BroughtTrade
  extends
    Partial<Omit<Named, "requesterId">>,
    Pick<Named, "requesterId">,
    Partial<Pick<TripTrade, "status" | "autoApproved" | "decidedBy" | "decisionReason" | "counterpartyAcceptedAt">> {
  kind: TradeKind;
}

/**
 * Brings a batch of trades along, as they were decided elsewhere: each outcome stands at its draft's place, and the good
 * ones are written. Moves no trip and fires nothing; an undecided one is judged when it is approved.
 */
export const importTrades = async (tx: CenterTx, drafts: readonly BroughtTrade[]): Promise<(TripTrade | Failure)[]> => {
  if (tx.origin !== "import") throw new Error("Trades are brought along by imports only; else they are requested.");
  const named = drafts.map(namedIn);
  const known = await lockNamed(tx, named);
  const settings = await findTradeSettings(tx, tx.centerId);
  const outcomes = drafts.map((draft, place) => judge(tx, draft, named[place] ?? namedIn(draft), known, settings));
  const brought = outcomes.filter(isSuccess);
  if (brought.length > 0) await insertTrades(tx, brought);
  return outcomes;
};

const namedIn = (draft: BroughtTrade): Named => ({
  requesterId: draft.requesterId,
  counterpartyId: draft.counterpartyId ?? null,
  offeredTripId: draft.offeredTripId ?? null,
  wantedTripId: draft.wantedTripId ?? null,
});

const judge = (
  tx: CenterTx,
  draft: BroughtTrade,
  named: Named,
  known: Known,
  settings: TradeSettings,
): TripTrade | Failure => {
  const shape = tripFaults(draft.kind, named);
  if (shape.length > 0) return invalidFields(shape);
  const parties = partiesOf(named, known);
  if (isFailure(parties)) return parties;
  const row: TripTrade = {
    ...newTrade(tx, draft.kind, parties, settings),
    status: draft.status ?? "REQUESTED",
    autoApproved: draft.autoApproved ?? false,
    decidedBy: draft.decidedBy ?? null,
    decisionReason: draft.decisionReason ?? null,
    counterpartyAcceptedAt: draft.counterpartyAcceptedAt ?? null,
  };
  const faults = courseFaults(row);
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** A DROP offers, a PICKUP wants, a SWAP does both. */
const tripFaults = (kind: TradeKind, { offeredTripId, wantedTripId }: Named) => [
  ...((kind !== "PICKUP") === (offeredTripId !== null)
    ? []
    : [{ path: "offeredTripId", message: `is required for DROP and SWAP, and goes only with them` }]),
  ...((kind !== "DROP") === (wantedTripId !== null)
    ? []
    : [{ path: "wantedTripId", message: `is required for PICKUP and SWAP, and goes only with them` }]),
];
