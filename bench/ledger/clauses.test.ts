import { describe, expect, test } from "vitest";
import { CLAUSES, judge, type Ledger } from "./clauses.ts";
import type { DeliveryFact, EventFact } from "./facts.ts";
import type { ReceiverLine } from "./lines.ts";

/** A small run in which everything was kept: one booking, changed once, heard by two endpoints, one of them stubborn. */
const thing = { id: "b1", version: 2, name: "producer-0-0-0" };
const event = (version: number): EventFact => ({
  id: `e${version}`,
  type: version === 1 ? "booking.created" : "booking.cancelled",
  subject: thing.id,
  version,
  at: 1_000,
});
const delivery = (id: string, of: string, endpoint: string, failed = false): DeliveryFact => ({
  id,
  event: of,
  endpoint,
  state: failed ? "FAILED" : "DELIVERED",
  reason: failed ? "refused" : null,
  attempts: 1,
  kept: 1,
  body: `bytes of ${id}`,
});
const arrival = (id: string, endpoint: string, answer: string): ReceiverLine => ({
  at: 2_000,
  endpoint,
  delivery: id,
  body: `bytes of ${id}`,
  signed: true,
  answer,
});
const acknowledged = (step: string, version: number) =>
  ({
    t: "acknowledged",
    at: 1,
    key: `${thing.name} ${step}`,
    id: thing.id,
    version,
    tries: 1,
    replayed: false,
  }) as const;

const KEPT: Ledger = {
  facts: {
    things: [thing],
    events: [event(1), event(2)],
    deliveries: [delivery("d1", "e1", "all"), delivery("d2", "e2", "all"), delivery("d3", "e2", "stubborn", true)],
    queued: [],
    claims: [],
    inFlight: [],
  },
  produced: [acknowledged("book", 1), acknowledged("cancel", 2), { t: "void", at: 1, key: "producer-0-work-3" }],
  received: [arrival("d1", "all", "200"), arrival("d2", "all", "200"), arrival("d3", "stubborn", "500")],
  subscriptions: [
    { endpoint: "all", pattern: "booking.*", temper: "steady", notBefore: 0, since: 10 },
    { endpoint: "stubborn", pattern: "booking.cancelled", temper: "stubborn", notBefore: 0, since: 10 },
    { endpoint: "late", pattern: "*", temper: "moody", notBefore: 5_000, since: 6_000 },
  ],
  collapsed: [],
};

type Parts = { -readonly [Part in keyof Ledger["facts"]]?: Ledger["facts"][Part] };

const withFacts = (facts: Parts): Ledger => ({ ...KEPT, facts: { ...KEPT.facts, ...facts } });
const withReceived = (...more: ReceiverLine[]): Ledger => ({ ...KEPT, received: [...KEPT.received, ...more] });

/** By the promise's first words: runs that break it, with what is to be named. */
const BROKEN: readonly [promise: string, what: string, ledger: Ledger, named: string][] = [
  ["Every acknowledged", "a change is lost", withFacts({ things: [] }), "b1 version 1 is lost"],
  ["Every acknowledged", "a later change is lost", withFacts({ things: [{ ...thing, version: 1 }] }), "b1 version 2"],
  ["Every acknowledged", "a retry made it twice", withFacts({ things: [thing, { ...thing, id: "b2" }] }), thing.name],
  [
    "Every acknowledged",
    "one change answers two keys",
    { ...KEPT, produced: [acknowledged("book", 1), acknowledged("cancel", 1)] },
    "under two keys",
  ],
  [
    "A write that is sent again",
    "the key was forgotten",
    { ...KEPT, produced: [{ t: "refused", at: 1, key: "k", why: "409 booking_overlap" }] },
    "409 booking_overlap",
  ],
  [
    "What was rolled back",
    "it is there",
    withFacts({ things: [thing, { id: "w1", version: 1, name: "producer-0-work-3" }] }),
    "w1",
  ],
  ["Every committed change", "an event is missing", withFacts({ events: [event(1)] }), "b1 version 2"],
  [
    "Every event is of",
    "an event of nothing",
    withFacts({ events: [event(1), event(2), { ...event(1), id: "e3", subject: "ghost" }] }),
    "ghost",
  ],
  ["Every event is of", "an event twice", withFacts({ events: [event(1), event(2), event(2)] }), "2 times"],
  [
    "Every event has one",
    "a delivery is missing",
    withFacts({ deliveries: KEPT.facts.deliveries.slice(1) }),
    "event e1",
  ],
  [
    "Every event has one",
    "a delivery of what was not wanted",
    withFacts({ deliveries: [...KEPT.facts.deliveries, delivery("d4", "e1", "stubborn")] }),
    "event e1",
  ],
  [
    "Every event has one",
    "a delivery from before it subscribed",
    withFacts({ deliveries: [...KEPT.facts.deliveries, delivery("d4", "e1", "late")] }),
    "to late",
  ],
  ["Every delivery is", "one still waits", withFacts({ queued: ["d1"] }), "d1"],
  [
    "Every delivery is",
    "one has no reason",
    withFacts({ deliveries: [{ ...delivery("d3", "e2", "stubborn", true), reason: null }] }),
    "d3",
  ],
  [
    "Every delivery is",
    "one gave up early",
    withFacts({ deliveries: [delivery("d1", "e1", "all", true)] }),
    "d1 FAILED",
  ],
  ["What is DELIVERED", "nobody got it", { ...KEPT, received: KEPT.received.slice(1) }, "d1"],
  ["What is FAILED", "it was accepted", withReceived(arrival("d3", "stubborn", "200")), "d3"],
  ["Nothing is received", "it was not committed", withReceived(arrival("d9", "all", "200")), "d9"],
  ["Nothing is received", "it went elsewhere", withReceived(arrival("d1", "stubborn", "200")), "d1"],
  [
    "Nothing is received",
    "a duplicate differs",
    withReceived({ ...arrival("d1", "all", "200"), body: "others" }),
    "d1",
  ],
  ["Every signature", "one does not verify", withReceived({ ...arrival("d1", "all", "200"), signed: false }), "d1"],
  [
    "Every attempt",
    "one is not kept",
    withFacts({ deliveries: [{ ...delivery("d1", "e1", "all"), attempts: 2 }] }),
    "2 made, 1 kept",
  ],
  ["Nothing stays claimed", "a lease", withFacts({ claims: ["7"] }), "lease 7"],
  ["Nothing stays claimed", "a count", withFacts({ inFlight: ["all"] }), "endpoint all"],
  ["No process ends", "a node gave up", { ...KEPT, collapsed: ["api-0, 1 times"] }, "api-0"],
];

describe("the ledger", () => {
  test("finds nothing where everything was kept", () => {
    expect(judge(KEPT).flatMap(({ broken }) => broken)).toEqual([]);
  });

  test.each(BROKEN)("%s …: names what broke it when %s", (promise, _, ledger, named) => {
    const verdict = judge(ledger).find((one) => one.promise.startsWith(promise));
    expect(verdict?.broken.join("\n")).toContain(named);
  });

  test("has a broken run for each of its sentences", () => {
    const unproved = CLAUSES.filter(({ promise }) => !BROKEN.some(([words]) => promise.startsWith(words)));
    expect(unproved.map(({ promise }) => promise)).toEqual([]);
  });
});
