import { defineEvent } from "../../lib/events.ts";
import { tripTrade } from "./schema.ts";

export const tradeRequested = defineEvent("trip_trade.requested", "A crew member requested a legal trade.", tripTrade);
export const tradeApproved = defineEvent(
  "trip_trade.approved",
  "A trade was approved, and its trips changed hands.",
  tripTrade,
);
export const tradeDenied = defineEvent("trip_trade.denied", "A trade was denied, with its reason.", tripTrade);
export const tradeCancelled = defineEvent(
  "trip_trade.cancelled",
  "A trade was cancelled, by hand or because its cut-off passed (decisionReason EXPIRED).",
  tripTrade,
);

export const tripTradeEvents = [tradeRequested, tradeApproved, tradeDenied, tradeCancelled] as const;
