import { DAY_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { BroughtTrade } from "../../modules/trip-trades/commands/import.ts";
import { lacks } from "../../modules/trips/rules.ts";
import type { TripPlan } from "./pairings.ts";
import type { Random } from "./random.ts";
import { instantOf } from "./wall-clock.ts";

type Ids = "requesterId" | "counterpartyId" | "offeredTripId" | "wantedTripId";

/** A trade whose people are named by employee number; its trips are planned with it. */
export interface TradePlan extends Omit<BroughtTrade, Ids> {
  requester: string;
  counterparty: string | null;
  offered: TripPlan | null;
  wanted: TripPlan | null;
}

export interface Trading {
  random: Random;
  crew: readonly CrewDraft[];
  trips: readonly TripPlan[];
  now: number;
}

/** What became of a trade, or that it waits. */
type Course = Pick<TradePlan, "status"> & Partial<Pick<TradePlan, "decidedBy" | "decisionReason" | "autoApproved">>;

/** Trades of the last weeks as they were decided, and a few that wait for a decision; each trip in one of them. */
export const planTrades = (trading: Trading): TradePlan[] => {
  const { random, crew, trips, now } = trading;
  const start = (trip: TripPlan): string => trip.duties[0]?.reportAt ?? "";
  const flown = random.shuffled(trips.filter((trip) => trip.crewMember !== null && start(trip) < instantOf(now)));
  const ahead = random.shuffled(trips.filter((trip) => start(trip) > instantOf(now + 2 * DAY_MS)));
  const held = ahead.filter(({ crewMember }) => crewMember !== null);
  const open = ahead.filter(({ crewMember }) => crewMember === null);
  const decider = nameOf(crew.find(({ role }) => role === "DISPATCHER"));
  const past = pastCourses(decider).flatMap(({ kind, ...course }) => {
    if (kind === "SWAP") return swapAmong(flown, course);
    const trip = flown.pop();
    return trip ? [single(kind, trip, trip.crewMember, course)] : [];
  });
  const waiting: TradePlan[] = [
    ...held.splice(0, 3).map((trip) => single("DROP", trip, trip.crewMember, { status: "REQUESTED" })),
    ...open.slice(0, 8).flatMap((trip) => {
      const taker = crew.find((member) => lacks(trip, member).length === 0);
      return taker ? [single("PICKUP", trip, taker.employeeNumber, { status: "REQUESTED" })] : [];
    }),
    ...Array.from({ length: 3 }).flatMap(() => swapAmong(held, { status: "REQUESTED" })),
  ];
  return [...past, ...waiting];
};

const nameOf = (member: CrewDraft | undefined): string =>
  member ? `${member.firstName} ${member.lastName}` : "Duty manager";

type Told = Course & { kind: BroughtTrade["kind"] };

const pastCourses = (decidedBy: string): Told[] => [
  ...times(3, { kind: "PICKUP", status: "APPROVED", autoApproved: true }),
  ...times(3, { kind: "PICKUP", status: "APPROVED", decidedBy, decisionReason: "Legal, and the base was short" }),
  ...times(3, { kind: "DROP", status: "DENIED", decidedBy, decisionReason: "Reserve coverage below minimum that day" }),
  ...times(2, { kind: "DROP", status: "CANCELLED", decisionReason: "EXPIRED" }),
  ...times(2, { kind: "DROP", status: "CANCELLED", decidedBy, decisionReason: "Withdrawn by the crew member" }),
  ...times(4, { kind: "SWAP", status: "APPROVED", decidedBy }), // last: they pass trips over
];

const times = (count: number, value: Told): Told[] => Array.from({ length: count }, () => value);

/** Whoever asks gives a trip away or takes one; by now a taken trip is theirs, and one not given away is still so. */
const single = (kind: "DROP" | "PICKUP", trip: TripPlan, requester: string | null, course: Course): TradePlan => {
  if (requester === null) throw new Error(`Nobody trades ${trip.number}.`);
  const [offered, wanted] = kind === "DROP" ? [trip, null] : [null, trip];
  return { kind, requester, counterparty: null, offered, wanted, ...course };
};

/** The last trip of these that another can be swapped for; those without another are passed over. */
const swapAmong = (trips: TripPlan[], course: Course): TradePlan[] => {
  for (let trip = trips.pop(); trip; trip = trips.pop()) {
    const swap = swapOf(trips, trip, course);
    if (swap.length > 0) return swap;
  }
  return [];
};

/** With a trip of someone else of the same position, type and base; an approved swap has changed hands already. */
const swapOf = (others: TripPlan[], trip: TripPlan, course: Course): TradePlan[] => {
  const place = others.findIndex(
    (one) =>
      one.crewMember !== null &&
      one.crewMember !== trip.crewMember &&
      one.position === trip.position &&
      one.aircraftType === trip.aircraftType &&
      one.base === trip.base &&
      one.number !== trip.number,
  );
  const [other] = place < 0 ? [] : others.splice(place, 1);
  if (!other || trip.crewMember === null) return [];
  const isDone = course.status === "APPROVED";
  const [offered, wanted] = isDone ? [other, trip] : [trip, other];
  const first = [offered, wanted].map(({ duties }) => Date.parse(duties[0]?.reportAt ?? "")).toSorted((a, b) => a - b);
  return [
    {
      kind: "SWAP",
      requester: trip.crewMember,
      counterparty: other.crewMember,
      offered,
      wanted,
      ...course,
      ...(isDone ? { counterpartyAcceptedAt: instantOf((first[0] ?? 0) - 2 * DAY_MS) } : {}),
    },
  ];
};
