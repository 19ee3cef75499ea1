import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const TRADE_STATUSES = ["REQUESTED", "APPROVED", "DENIED", "CANCELLED"] as const;
export const TRADE_KINDS = ["DROP", "PICKUP", "SWAP"] as const;
export const TRADE_RULES = [
  "CUT_OFF",
  "ASSIGNMENT",
  "POSITION",
  "AIRCRAFT_TYPE",
  "BASE",
  "OVERLAP",
  "REST",
  "DUTY_LENGTH",
  "FLIGHT_HOURS",
  "DUTY_HOURS",
  "TIME_FREE_OF_DUTY",
] as const;
/** Few enough, before and after a change, for an event's 64 KiB. */
const MOST_VIOLATIONS = 20;
const LONGEST_MESSAGE = 300;

export const tradeStatus = z.enum(TRADE_STATUSES);
export type TradeStatus = z.infer<typeof tradeStatus>;

const kind = z.enum(TRADE_KINDS).meta({
  description: "DROP opens a trip, PICKUP takes one, SWAP exchanges two between two crew members.",
  example: "SWAP",
});
export type TradeKind = z.infer<typeof kind>;

const person = z
  .object({ id: uuid, name: storedText(201).meta({ example: "Robin Adeyemi" }) })
  .meta({ id: "TripTradeCrewMember" });

const quotedTrip = z
  .object({ id: uuid, number: storedText(20).meta({ example: "P4127" }), startsAt: instant })
  .meta({ id: "TripTradeTrip" });
export type QuotedTrip = z.infer<typeof quotedTrip>;

const violation = z
  .object({
    rule: z.enum(TRADE_RULES).meta({ example: "REST" }),
    crewMemberId: uuid.nullable().meta({ description: "Whom the trade would put in breach; null where it is nobody." }),
    tripId: uuid.nullable().meta({ description: "The trip that breaks the rule; null where it is none of the two." }),
    message: storedText(LONGEST_MESSAGE).meta({
      description: "What is broken, and its source.",
      example: "needs 10 hours of rest between duties (14 CFR 117.25(e))",
    }),
  })
  .meta({ id: "TripTradeViolation" });
export type Violation = z.infer<typeof violation>;

/** A trip trade as the API serves it, as events carry it, and as the database keeps it. */
export const tripTrade = z
  .object({
    ...nounBase,
    kind,
    requester: person,
    counterparty: person.nullable(),
    offeredTrip: quotedTrip.nullable().meta({ description: "What the requester gives; null in a PICKUP." }),
    wantedTrip: quotedTrip.nullable().meta({ description: "What the requester takes; null in a DROP." }),
    status: tradeStatus,
    autoApproved: z.boolean(),
    violations: z.array(violation).max(MOST_VIOLATIONS).meta({
      description: "What the last attempt to approve found illegal; empty in a request that was legal when made.",
    }),
    decidedBy: storedText(200).nullable().meta({ description: "Null while undecided, and where no person decided." }),
    decisionReason: storedText(500)
      .nullable()
      .meta({ description: "EXPIRED where the cut-off passed before a decision.", example: null }),
    counterpartyAcceptedAt: instant.nullable().meta({ example: null }),
    cutOffAt: instant.meta({ description: "Until when the trade can be decided; then it is cancelled." }),
  })
  .meta({ id: "TripTrade", description: "A crew member's request to drop, pick up or swap a trip." });
export type TripTrade = z.infer<typeof tripTrade>;

/** As many as a trade can carry. */
export const keptViolations = (violations: readonly Violation[]): Violation[] => violations.slice(0, MOST_VIOLATIONS);

export const tripTradePage = pageOf(tripTrade, "TripTradePage");

export const tripTradeFilters = listInput({
  status: listOf(tradeStatus, TRADE_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["REQUESTED"] }),
  kind: listOf(kind, TRADE_KINDS.length)
    .optional()
    .meta({ description: "One kind or several, comma-separated.", example: ["SWAP"] }),
  crewMemberId: uuid.optional().meta({ description: "Trades of this crew member, as requester or counterparty." }),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Trades requested at or after this instant." }),
  to: instantInput.optional().meta({ description: "Trades requested before this instant." }),
});

/** What a trade is requested with. A wanted trip that someone flies makes that person the counterparty. */
export const tradeDraft = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("DROP"), requesterId: uuid, offeredTripId: uuid }),
  z.strictObject({ kind: z.literal("PICKUP"), requesterId: uuid, wantedTripId: uuid }),
  z.strictObject({ kind: z.literal("SWAP"), requesterId: uuid, offeredTripId: uuid, wantedTripId: uuid }),
]);
export type TradeDraft = z.output<typeof tradeDraft>;

export const decisionReason = text(500).meta({ example: "Minimum staffing" });

/** How a center trades. */
export const tradeSettings = z.object({
  autoApprovePickups: z
    .boolean()
    .meta({ description: "Approves a legal PICKUP of an open trip at once.", example: false }),
  cutOffMinutes: count()
    .max(43_200)
    .meta({ description: "A trip can be traded until this long before it starts.", example: 240 }),
});
export type TradeSettings = z.infer<typeof tradeSettings>;

export const tradeSettingsChange = z.strictObject(tradeSettings.shape).partial();
export type TradeSettingsChange = z.output<typeof tradeSettingsChange>;
