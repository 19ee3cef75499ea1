import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, isFailure } from "../../../lib/errors.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { readTrip } from "../../trips/reads.ts";
import { tradeRequested } from "../events.ts";
import { violationsOf } from "../legality/judge.ts";
import { newTrade } from "../new-trade.ts";
import { caseOf, lockNamed, type Named, partiesOf } from "../parties.ts";
import { insertTrades } from "../queries/trades.ts";
import { illegal } from "../rules.ts";
import type { TradeDraft, TripTrade } from "../schema.ts";
import { findTradeSettings } from "../queries/settings.ts";
import { carryOut } from "./carry-out.ts";

/**
 * Requests a trade. An illegal one is refused with its violations and never stored. A legal PICKUP of an open trip is
 * approved at once where the center's settings say so: `requested`, then `approved`.
 */
export const requestTrade = (db: Db | CenterTx, centerId: CenterId, draft: TradeDraft): Promise<TripTrade | Failure> =>
  transaction(db, centerId, async (tx) => {
    const named = await nameParties(tx, draft);
    if (isFailure(named)) return named;
    const parties = partiesOf(named, await lockNamed(tx, [named]));
    if (isFailure(parties)) return parties;
    const settings = await findTradeSettings(tx, centerId);
    const row = newTrade(tx, draft.kind, parties, settings);
    const trade = await caseOf(tx, row, parties);
    const violations = violationsOf(trade, tx.now, tx.zone);
    if (violations.length > 0) return illegal(violations, "");
    await insertTrades(tx, [row]);
    await emit(tx, tradeRequested, row, null);
    const atOnce = row.kind === "PICKUP" && row.counterparty === null && settings.autoApprovePickups;
    return atOnce ? carryOut(tx, row, trade, { by: null, reason: null }) : row;
  });

/** Who and what a draft is about: whoever flies the wanted trip is the counterparty. */
const nameParties = async (tx: CenterTx, draft: TradeDraft): Promise<Named | Failure> => {
  const offeredTripId = draft.kind === "PICKUP" ? null : draft.offeredTripId;
  const wantedTripId = draft.kind === "DROP" ? null : draft.wantedTripId;
  const wanted = wantedTripId === null ? undefined : await readTrip(tx, tx.centerId, wantedTripId);
  const counterpartyId = wanted?.crewMemberId ?? null;
  if (counterpartyId === draft.requesterId)
    return fail("conflict", "The crew member flies the wanted trip already.", {
      errors: [{ path: "wantedTripId", message: "is flown by the requester already" }],
    });
  if (draft.kind === "SWAP" && wanted && counterpartyId === null)
    return fail("conflict", "The wanted trip is open, so there is nobody to swap with: request a PICKUP of it.", {
      errors: [{ path: "wantedTripId", message: "is an open trip" }],
    });
  return { requesterId: draft.requesterId, counterpartyId, offeredTripId, wantedTripId };
};
