import type { Instant, Zone } from "../../../lib/time.ts";
import { type CrewMember, isPilot } from "../../crew/schema.ts";
import { lacks } from "../../trips/rules.ts";
import type { Trip } from "../../trips/schema.ts";
import type { TradeKind, Violation } from "../schema.ts";
import { attendantBreaches, type Gain, overlapBreaches, pilotBreaches } from "./limits.ts";
import { type Commitment, tripCommitment } from "./roster.ts";

/** A trade with all that it is judged by. `rosters` hold what each person has beside the trips of the trade. */
export interface TradeCase {
  kind: TradeKind;
  requester: CrewMember;
  counterparty: CrewMember | null;
  offered: Trip | null;
  wanted: Trip | null;
  cutOffAt: Instant;
  rosters: ReadonlyMap<string, readonly Commitment[]>;
}

/** Who flies what from the approval on; null opens the trip. */
export interface Handover {
  trip: Trip;
  from: string | null;
  to: CrewMember | null;
}

/** What a trade moves: the offered trip to the counterparty (or into the open), the wanted one to the requester. */
export const handovers = ({ requester, counterparty, offered, wanted }: TradeCase): Handover[] => [
  ...(offered ? [{ trip: offered, from: requester.id, to: counterparty }] : []),
  ...(wanted ? [{ trip: wanted, from: counterparty?.id ?? null, to: requester }] : []),
];

/** Everything that makes a trade illegal as things stand; empty for a legal one. Pure: same case, same answer. */
export const violationsOf = (trade: TradeCase, now: Instant, zone: Zone): Violation[] => [
  ...cutOffViolations(trade, now),
  ...handovers(trade).flatMap((handover) => [
    ...holderViolations(handover),
    ...(handover.to ? gainViolations(handover.trip, handover.to, trade.rosters.get(handover.to.id) ?? [], zone) : []),
  ]),
];

const cutOffViolations = ({ cutOffAt }: TradeCase, now: Instant): Violation[] =>
  now < cutOffAt
    ? []
    : [
        {
          rule: "CUT_OFF",
          crewMemberId: null,
          tripId: null,
          message: `passed the cut-off before the first trip, ${cutOffAt}`,
        },
      ];

/** Only who flies a trip can give it away, and only an open trip can be taken from nobody. */
const holderViolations = ({ trip, from }: Handover): Violation[] =>
  trip.crewMemberId === from
    ? []
    : [
        {
          rule: "ASSIGNMENT",
          crewMemberId: from,
          tripId: trip.id,
          message: from === null ? "wants a trip that is not open" : "moves a trip that the crew member does not fly",
        },
      ];

/** What breaks when this person, with this roster, takes this trip. */
export const gainViolations = (
  trip: Trip,
  person: CrewMember,
  roster: readonly Commitment[],
  zone: Zone,
): Violation[] => {
  const gain: Gain = { trip: tripCommitment(trip), others: roster };
  const limits = isPilot(person.role) ? pilotBreaches(gain, zone) : attendantBreaches(gain, zone);
  const broken = [
    ...lacks(trip, person).map(({ field, message }) => ({
      rule: LACKS[field],
      message: `includes a trip that ${message}`,
    })),
    ...overlapBreaches(gain),
    ...limits,
  ];
  return broken.map(({ rule, message }) => ({ rule, crewMemberId: person.id, tripId: trip.id, message }));
};

const LACKS = { position: "POSITION", aircraftType: "AIRCRAFT_TYPE", base: "BASE" } as const;
