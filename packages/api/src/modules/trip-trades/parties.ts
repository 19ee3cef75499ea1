import { fail, type Failure, isFailure } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { lockTrips } from "../trips/reads.ts";
import type { Trip } from "../trips/schema.ts";
import type { TradeCase } from "./legality/judge.ts";
import { rostersAround } from "./rosters.ts";
import type { TripTrade } from "./schema.ts";

/** What a trade refers to, by id. */
export interface Named {
  requesterId: string;
  counterpartyId: string | null;
  offeredTripId: string | null;
  wantedTripId: string | null;
}

export const namedBy = ({ requester, counterparty, offeredTrip, wantedTrip }: TripTrade): Named => ({
  requesterId: requester.id,
  counterpartyId: counterparty?.id ?? null,
  offeredTripId: offeredTrip?.id ?? null,
  wantedTripId: wantedTrip?.id ?? null,
});

/** The people and trips of a trade. */
export type Parties = Pick<TradeCase, "requester" | "counterparty" | "offered" | "wanted">;

/** Everyone and everything that a batch of trades refers to. */
export interface Known {
  crew: ReadonlyMap<string, CrewMember>;
  trips: ReadonlyMap<string, Trip>;
}

/** Locks people, then trips, each in id order, until the transaction ends; the trades come after. */
export const lockNamed = async (tx: CenterTx, named: readonly Named[]): Promise<Known> => {
  const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];
  const crew = await lockCrewMembers(tx, distinct(named.flatMap((one) => [one.requesterId, one.counterpartyId])));
  const trips = await lockTrips(tx, distinct(named.flatMap((one) => [one.offeredTripId, one.wantedTripId])));
  return { crew, trips };
};

/** The parties of one trade, or which reference is unknown in this center. */
export const partiesOf = (named: Named, { crew, trips }: Known): Parties | Failure => {
  const person = (id: string | null, path: string): CrewMember | null | Failure =>
    id === null ? null : (crew.get(id) ?? unknown("crew member", id, path));
  const trip = (id: string | null, path: string): Trip | null | Failure =>
    id === null ? null : (trips.get(id) ?? unknown("trip", id, path));
  const requester = crew.get(named.requesterId) ?? unknown("crew member", named.requesterId, "requesterId");
  if (isFailure(requester)) return requester;
  const counterparty = person(named.counterpartyId, "counterpartyId");
  if (isFailure(counterparty)) return counterparty;
  const offered = trip(named.offeredTripId, "offeredTripId");
  if (isFailure(offered)) return offered;
  const wanted = trip(named.wantedTripId, "wantedTripId");
  return isFailure(wanted) ? wanted : { requester, counterparty, offered, wanted };
};

const unknown = (noun: string, id: string, path: string): Failure =>
  fail("unprocessable", `No ${noun} ${id} exists in this center.`, {
    errors: [{ path, message: `refers to no ${noun} of this center` }],
  });

/** A trade as it is judged: with what each person has to do around it. */
export const caseOf = async (
  tx: CenterTx,
  { kind, cutOffAt }: Pick<TripTrade, "kind" | "cutOffAt">,
  parties: Parties,
): Promise<TradeCase> => {
  const people = [parties.requester, ...(parties.counterparty ? [parties.counterparty] : [])].map(({ id }) => id);
  const trips = [parties.offered, parties.wanted].flatMap((trip) => trip ?? []);
  // Who only gives a trip away can break nothing by it.
  const rosters = kind === "DROP" ? new Map() : await rostersAround(tx, people, trips);
  return { kind, cutOffAt, ...parties, rosters };
};

export const quotePerson = (member: CrewMember): TripTrade["requester"] => ({ id: member.id, name: fullName(member) });
