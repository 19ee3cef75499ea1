import { fail, type Failure, type InputFault, invalidTransition } from "../../lib/errors.ts";
import { type Instant, MINUTE_MS, msBetween, plusMs } from "../../lib/time.ts";
import type { Trip } from "../trips/schema.ts";
import { type QuotedTrip, type TradeSettings, type TradeStatus, type TripTrade, type Violation } from "./schema.ts";

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<TradeStatus, readonly TradeStatus[]>> = {
  REQUESTED: ["APPROVED", "DENIED", "CANCELLED"],
  APPROVED: [],
  DENIED: [],
  CANCELLED: [],
};

/** What a center does until it says otherwise. */
export const DEFAULT_SETTINGS: TradeSettings = { autoApprovePickups: false, cutOffMinutes: 240 };

/** What is written as the reason when time cancels. */
export const EXPIRED = "EXPIRED";

/** Until when these trips can be traded: the cut-off before the first of them. */
export const cutOffOf = (trips: Traded, { cutOffMinutes }: Pick<TradeSettings, "cutOffMinutes">): Instant =>
  plusMs(firstStart(trips), -cutOffMinutes * MINUTE_MS);

type Traded = readonly (Pick<Trip, "startsAt"> | null)[];

const firstStart = (trips: Traded): Instant => {
  const [first] = trips.flatMap((trip) => trip?.startsAt ?? []).toSorted();
  if (first === undefined) throw new RangeError("A trade has at least one trip.");
  return first;
};

/**
 * The trade after a trip of it was given another number or start. An undecided one keeps its cut-off as long before the
 * first of its trips as it was, whatever the center has settled since.
 */
export const withTrip = (row: TripTrade, trip: QuotedTrip): TripTrade => {
  const offeredTrip = row.offeredTrip?.id === trip.id ? trip : row.offeredTrip;
  const wantedTrip = row.wantedTrip?.id === trip.id ? trip : row.wantedTrip;
  if (row.status !== "REQUESTED") return { ...row, offeredTrip, wantedTrip };
  const moved = msBetween(firstStart([row.offeredTrip, row.wantedTrip]), firstStart([offeredTrip, wantedTrip]));
  return { ...row, offeredTrip, wantedTrip, cutOffAt: plusMs(row.cutOffAt, moved) };
};

/** What a trade says of a trip. */
export const quoteTrip = ({ id, number, startsAt }: Trip): QuotedTrip => ({ id, number, startsAt });

/** Whether the trade waits for someone else than who decides. */
export const awaitsCounterparty = (row: TripTrade): boolean =>
  row.counterparty !== null && row.counterpartyAcceptedAt === null;

type Next = TripTrade | Failure;

/** The counterparty agrees. Like every step here: repeated, it gives the very same row back. */
export const accept = (row: TripTrade, now: Instant): Next => {
  if (row.counterpartyAcceptedAt !== null && row.status === "REQUESTED") return row;
  if (row.status !== "REQUESTED")
    return fail("invalid_transition", `A trip trade that is ${row.status} can no longer be accepted.`, {
      allowed: TRANSITIONS[row.status],
    });
  if (row.counterparty === null)
    return fail("conflict", "Nobody else is part of this trade: it needs no acceptance, only a decision.");
  return now >= row.cutOffAt ? pastCutOff(row) : { ...row, counterpartyAcceptedAt: now };
};

/** Who decides, and why; `by` is null where no person does. */
export interface Decision {
  by: string | null;
  reason: string | null;
}

/** Approval of a trade that was just found legal. */
export const approve = (row: TripTrade, { by, reason }: Decision): Next => {
  if (row.status === "APPROVED") return row;
  if (!allows(row, "APPROVED")) return refused(row, "APPROVED");
  if (awaitsCounterparty(row))
    return fail("conflict", `This ${row.kind} waits for its counterparty: record their acceptance first.`);
  return {
    ...row,
    status: "APPROVED",
    autoApproved: by === null,
    violations: [],
    decidedBy: by,
    decisionReason: reason,
  };
};

export const deny = (row: TripTrade, { by, reason }: Decision): Next => {
  if (row.status === "DENIED") return row;
  return allows(row, "DENIED")
    ? { ...row, status: "DENIED", decidedBy: by, decisionReason: reason }
    : refused(row, "DENIED");
};

export const cancel = (row: TripTrade, { by, reason }: Decision): Next => {
  if (row.status === "CANCELLED") return row;
  return allows(row, "CANCELLED")
    ? { ...row, status: "CANCELLED", decidedBy: by, decisionReason: reason }
    : refused(row, "CANCELLED");
};

/** What time does when nobody decided before the cut-off. */
export const expire = (row: TripTrade): TripTrade => ({ ...row, status: "CANCELLED", decisionReason: EXPIRED });

/** A refusal that names each rule broken and its source. */
export const illegal = (violations: readonly Violation[], standing: string): Failure =>
  fail("conflict", `The trade is illegal${standing}: ${violations.map(({ message }) => message).join("; ")}.`, {
    errors: violations.map(({ rule, message }) => ({ path: rule, message })),
  });

/** What an import must bring along for the state that it says. */
export const courseFaults = (row: TripTrade): InputFault[] => {
  const faults: InputFault[] = [];
  if (row.status === "DENIED" && row.decisionReason === null)
    faults.push({ path: "decisionReason", message: "is required for DENIED" });
  if (row.autoApproved && (row.kind !== "PICKUP" || row.status !== "APPROVED"))
    faults.push({ path: "autoApproved", message: "goes only with an approved PICKUP" });
  if (row.counterpartyAcceptedAt !== null && row.counterparty === null)
    faults.push({ path: "counterpartyAcceptedAt", message: "goes only with a counterparty" });
  if (row.status === "APPROVED" && awaitsCounterparty(row))
    faults.push({ path: "counterpartyAcceptedAt", message: "is required for APPROVED where there is a counterparty" });
  if (row.kind === "SWAP" && row.counterparty === null)
    faults.push({ path: "counterpartyId", message: "is required for SWAP" });
  if (row.kind === "DROP" && row.counterparty !== null)
    faults.push({ path: "counterpartyId", message: "must be empty for DROP" });
  if (row.counterparty?.id === row.requester.id)
    faults.push({ path: "counterpartyId", message: "must be someone else than the requester" });
  return faults;
};

const pastCutOff = (row: TripTrade): Failure =>
  fail("invalid_transition", `The cut-off passed at ${row.cutOffAt}; the trade is cancelled.`, {
    allowed: ["CANCELLED"],
  });

const allows = (row: TripTrade, to: TradeStatus): boolean => TRANSITIONS[row.status].includes(to);

const refused = (row: TripTrade, to: TradeStatus): Failure =>
  invalidTransition("trip trade", row.status, to, TRANSITIONS[row.status]);
