import { newId } from "../../lib/ids.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type Parties, quotePerson } from "./parties.ts";
import { cutOffOf, quoteTrip } from "./rules.ts";
import type { TradeKind, TradeSettings, TripTrade } from "./schema.ts";

/** A trade as it is when it is requested. */
export const newTrade = (tx: CenterTx, kind: TradeKind, parties: Parties, settings: TradeSettings): TripTrade => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
  kind,
  requester: quotePerson(parties.requester),
  counterparty: parties.counterparty && quotePerson(parties.counterparty),
  offeredTrip: parties.offered && quoteTrip(parties.offered),
  wantedTrip: parties.wanted && quoteTrip(parties.wanted),
  status: "REQUESTED",
  autoApproved: false,
  violations: [],
  decidedBy: null,
  decisionReason: null,
  counterpartyAcceptedAt: null,
  cutOffAt: cutOffOf([parties.offered, parties.wanted], settings),
});
