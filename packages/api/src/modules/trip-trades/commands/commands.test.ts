import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newCrewMember, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { tickCenter } from "../../../lib/jobs.ts";
import { HOUR_MS, plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../../lib/trpc.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import type { CrewDraft } from "../../crew/schema.ts";
import { assignReserve } from "../../reserve/commands/assign.ts";
import { assignTrip, changeTrip, createTrip } from "../../trips/commands.ts";
import { findTrip } from "../../trips/queries.ts";
import type { Trip, TripDraft } from "../../trips/schema.ts";
import { tripTradeJobs } from "../jobs.ts";
import { findTrade } from "../queries.ts";
import { tripTradesRouter } from "../router.ts";
import { tripTrade, type TripTrade, tripTradePage } from "../schema.ts";
import { changeTradeSettings } from "../settings.ts";
import { acceptTrade, approveTrade, cancelTrade, denyTrade } from "./decide.ts";
import { importTrades } from "./import.ts";
import { requestTrade } from "./request.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const sam = { by: "Sam Okafor", reason: null };
const hours = (count: number): string => plusMs(new Date().toISOString(), count * HOUR_MS);
const captain = (change: Partial<CrewDraft> = {}, centerId = center) =>
  newCrewMember(db, centerId, { role: "CAPTAIN", ...change });
const trip = async (startsIn: number, change: Partial<TripDraft> = {}, centerId = center): Promise<Trip> =>
  ok(
    await createTrip(db, centerId, {
      number: "P4127",
      base: "DEN",
      aircraftType: "B738",
      position: "CAPTAIN",
      duties: [{ reportAt: hours(startsIn), releaseAt: hours(startsIn + 8), blockMinutes: 300 }],
      ...change,
    }),
  );
const holderOf = async (id: string) => (await findTrip(db, center, id))?.crewMemberId;

interface EventRow {
  type: string;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.trade_events",
  "select type, data from events where center_id = $1 and ($2::uuid is null or subject_id = $2) order by id",
);
interface Fired {
  type: string;
  object: TripTrade;
  previous: Partial<TripTrade> | null;
}
const eventsOf = async (id: string | null, centerId = center): Promise<Fired[]> =>
  (await db.many(eventsQuery, [centerId, id])).map(({ type, data }) => ({
    type,
    ...(JSON.parse(data) as Omit<Fired, "type">),
  }));
const stored = statement<{ count: number }>(
  "test.trades",
  "select count(*) as count from trip_trades where center_id = $1",
);
const tradesIn = async (centerId: CenterId): Promise<number> => (await db.one(stored, [centerId])).count;

/** Two captains with a trip each, which they may swap. */
const swappable = async () => {
  const [ann, bob] = [await captain(), await captain()];
  const [anns, bobs] = [await trip(48, { crewMemberId: ann.id }), await trip(72, { crewMemberId: bob.id })];
  return { ann, bob, anns, bobs };
};
const requestedSwap = async () => {
  const parties = await swappable();
  const { ann, anns, bobs } = parties;
  const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id, wantedTripId: bobs.id } as const;
  return { ...parties, row: ok(await requestTrade(db, center, swap)) };
};

describe("a swap", () => {
  test("waits for its counterparty, then moves both trips, and fires each event once as the row is read", async () => {
    const { ann, bob, anns, bobs, row } = await requestedSwap();
    expect(row).toMatchObject({
      status: "REQUESTED",
      counterparty: { id: bob.id },
      cutOffAt: plusMs(anns.startsAt, -4 * HOUR_MS),
    });
    expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({ code: "conflict" });
    const accepted = ok(await acceptTrade(db, center, any(row.id)));
    expect(ok(await acceptTrade(db, center, any(row.id)))).toEqual(accepted);
    const approved = ok(await approveTrade(db, center, any(row.id), sam));
    expect(approved).toMatchObject({
      status: "APPROVED",
      autoApproved: false,
      decidedBy: "Sam Okafor",
      violations: [],
    });
    expect(await holderOf(anns.id)).toBe(bob.id);
    expect(await holderOf(bobs.id)).toBe(ann.id);
    expect(await findTrade(db, center, row.id)).toEqual(approved);
    expect(tripTrade.parse(approved)).toEqual(approved);
    expect(await eventsOf(row.id)).toEqual([
      { type: "trip_trade.requested", object: row, previous: null },
      { type: "trip_trade.approved", object: approved, previous: { status: "REQUESTED", decidedBy: null } },
    ]);
  });

  test("of trips at the very same time is legal: both move in one statement", async () => {
    const [ann, bob] = [await captain(), await captain()];
    const [anns, bobs] = [await trip(48, { crewMemberId: ann.id }), await trip(50, { crewMemberId: bob.id })];
    const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id, wantedTripId: bobs.id } as const;
    const row = ok(await requestTrade(db, center, swap));
    ok(await acceptTrade(db, center, any(row.id)));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect([await holderOf(anns.id), await holderOf(bobs.id)]).toEqual([bob.id, ann.id]);
  });

  test("moves both or none with many approvers and cancellers at once, and is decided once", async () => {
    for (let round = 0; round < 4; round++) {
      const { ann, bob, anns, bobs, row } = await requestedSwap();
      ok(await acceptTrade(db, center, any(row.id)));
      await Promise.all([
        ...Array.from({ length: 4 }, (_, n) =>
          approveTrade(db, center, any(row.id), { by: `Approver ${n}`, reason: null }),
        ),
        cancelTrade(db, center, any(row.id), sam),
      ]);
      const decided = await findTrade(db, center, row.id);
      const swapped = decided?.status === "APPROVED";
      expect([await holderOf(anns.id), await holderOf(bobs.id)]).toEqual(swapped ? [bob.id, ann.id] : [ann.id, bob.id]);
      expect((await eventsOf(row.id)).map(({ type }) => type)).toEqual([
        "trip_trade.requested",
        swapped ? "trip_trade.approved" : "trip_trade.cancelled",
      ]);
    }
  });

  test("that two others cross is approved for as long as everyone flies what they trade", async () => {
    const { ann, anns, bobs, row } = await requestedSwap();
    const cyd = await captain();
    const cyds = await trip(96, { crewMemberId: cyd.id });
    const other = ok(
      await requestTrade(db, center, {
        kind: "SWAP",
        requesterId: cyd.id,
        offeredTripId: cyds.id,
        wantedTripId: bobs.id,
      }),
    );
    for (const { id } of [row, other]) ok(await acceptTrade(db, center, any(id)));
    const outcomes = await Promise.all([row, other].map(({ id }) => approveTrade(db, center, any(id), sam)));
    expect(outcomes.filter(isSuccess)).toHaveLength(1);
    expect(outcomes.filter(isFailure)).toMatchObject([
      { code: "conflict", facts: { errors: [{ path: "ASSIGNMENT" }] } },
    ]);
    const holders = await Promise.all([anns, bobs, cyds].map(({ id }) => holderOf(id)));
    expect(new Set(holders).size).toBe(3);
    expect(holders).toContain(ann.id);
  });
});

describe("an illegal trade", () => {
  const refusedRules = async (attempt: Promise<TripTrade | { facts: { errors?: { path: string }[] } }>) => {
    const outcome = await attempt;
    if (!isFailure(outcome)) throw new Error("It was stored.");
    expect(outcome.code).toBe("conflict");
    return outcome.facts.errors?.map(({ path }) => path);
  };

  test.each<[string, Partial<CrewDraft>, string[]]>([
    ["another position", { role: "FIRST_OFFICER" }, ["POSITION"]],
    ["another type", { aircraftTypes: ["A320"] }, ["AIRCRAFT_TYPE"]],
    ["another base", { base: "SEA" }, ["BASE"]],
    [
      "all of them",
      { role: "FLIGHT_ATTENDANT", base: "SEA", aircraftTypes: [] },
      ["POSITION", "AIRCRAFT_TYPE", "BASE"],
    ],
  ])("for %s is refused with its violations and never stored", async (_, change, rules) => {
    const own = await newCenter(db);
    const [person, open] = [await captain(change, own), await trip(48, {}, own)];
    const pickup = { kind: "PICKUP", requesterId: person.id, wantedTripId: open.id } as const;
    expect(await refusedRules(requestTrade(db, own, pickup))).toEqual(rules);
    expect(await tradesIn(own)).toBe(0);
    expect(await eventsOf(null, own)).toEqual([]);
  });

  test("overlaps a trip or a reserve window, leaves no rest, or comes after the cut-off", async () => {
    const ann = await captain();
    await trip(48, { crewMemberId: ann.id });
    const pickUp = async (startsIn: number) =>
      requestTrade(db, center, { kind: "PICKUP", requesterId: ann.id, wantedTripId: (await trip(startsIn)).id });
    expect(await refusedRules(pickUp(50))).toEqual(["OVERLAP"]);
    expect(await refusedRules(pickUp(65))).toEqual(["REST"]);
    ok(
      await assignReserve(db, center, {
        crewMemberId: ann.id,
        type: "LONG_CALL",
        windowStart: hours(100),
        windowEnd: hours(124),
      }),
    );
    expect(await refusedRules(pickUp(110))).toEqual(["OVERLAP"]);
    expect(await refusedRules(pickUp(3.9))).toEqual(["CUT_OFF"]);
    ok(await pickUp(66.1));
  });

  test("offers what someone else flies, or wants what is flown or open in the wrong way", async () => {
    const { ann, bob, anns, bobs } = await swappable();
    expect(
      await refusedRules(requestTrade(db, center, { kind: "DROP", requesterId: bob.id, offeredTripId: anns.id })),
    ).toEqual(["ASSIGNMENT"]);
    const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id } as const;
    for (const wantedTripId of [anns.id, (await trip(72)).id])
      expect(await requestTrade(db, center, { ...swap, wantedTripId })).toMatchObject({ code: "conflict" });
    for (const draft of [
      { ...swap, wantedTripId: center },
      { ...swap, requesterId: center, wantedTripId: bobs.id },
    ])
      expect(await requestTrade(db, center, draft)).toMatchObject({ code: "unprocessable" });
    const foreign = await trip(48, {}, await newCenter(db));
    expect(await requestTrade(db, center, { ...swap, wantedTripId: foreign.id })).toMatchObject({
      code: "unprocessable",
    });
  });

  test("that was legal when requested stays REQUESTED at approval, and says so", async () => {
    const { bob, anns, row } = await requestedSwap();
    ok(await acceptTrade(db, center, any(row.id)));
    await trip(60, { crewMemberId: bob.id });
    const failure = await approveTrade(db, center, any(row.id), sam);
    expect(failure).toMatchObject({ code: "conflict", facts: { errors: [{ path: "REST" }] } });
    expect(isFailure(failure) && failure.detail).toContain("stays REQUESTED");
    const row2 = await findTrade(db, center, row.id);
    expect(row2).toMatchObject({
      status: "REQUESTED",
      version: 3,
      violations: [{ rule: "REST", crewMemberId: bob.id, tripId: anns.id }],
    });
    expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({ code: "conflict" });
    expect(await findTrade(db, center, row.id)).toEqual(row2);
    expect((await eventsOf(row.id)).map(({ type }) => type)).toEqual(["trip_trade.requested"]);
    expect(await holderOf(anns.id)).toBe(row.requester.id);
  });
});

describe("a pickup of an open trip", () => {
  test("is approved at once where the center allows it: requested, then approved", async () => {
    const own = await newCenter(db);
    const [ann, one, two] = [await captain({}, own), await trip(48, {}, own), await trip(96, {}, own)];
    const pickup = (wantedTripId: string) =>
      requestTrade(db, own, { kind: "PICKUP", requesterId: ann.id, wantedTripId });
    expect(ok(await pickup(one.id))).toMatchObject({ status: "REQUESTED", autoApproved: false });
    expect(await changeTradeSettings(db, own, { autoApprovePickups: true })).toEqual({
      autoApprovePickups: true,
      cutOffMinutes: 240,
    });
    const approved = ok(await pickup(two.id));
    expect(approved).toMatchObject({ status: "APPROVED", autoApproved: true, decidedBy: null, version: 2 });
    expect((await findTrip(db, own, two.id))?.crewMemberId).toBe(ann.id);
    expect((await eventsOf(approved.id, own)).map(({ type, object }) => [type, object.status])).toEqual([
      ["trip_trade.requested", "REQUESTED"],
      ["trip_trade.approved", "APPROVED"],
    ]);
    expect((await eventsOf(approved.id, own)).at(-1)?.object).toEqual(approved);
  });

  test("by ten people at once goes to one of them", async () => {
    const own = await newCenter(db);
    await changeTradeSettings(db, own, { autoApprovePickups: true });
    const open = await trip(48, {}, own);
    const people = await Promise.all(Array.from({ length: 10 }, () => captain({}, own)));
    const outcomes = await Promise.all(
      people.map(({ id }) => requestTrade(db, own, { kind: "PICKUP", requesterId: id, wantedTripId: open.id })),
    );
    const [winner, ...others] = outcomes.filter(isSuccess);
    expect(others).toEqual([]);
    expect((await findTrip(db, own, open.id))?.crewMemberId).toBe(winner?.requester.id);
    expect(await tradesIn(own)).toBe(1);
  });

  test("of someone's trip waits for that person", async () => {
    const { ann, bob, bobs } = await swappable();
    const row = ok(await requestTrade(db, center, { kind: "PICKUP", requesterId: ann.id, wantedTripId: bobs.id }));
    expect(row.counterparty?.id).toBe(bob.id);
    expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({ code: "conflict" });
    ok(await acceptTrade(db, center, any(row.id)));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect(await holderOf(bobs.id)).toBe(ann.id);
  });
});

describe("a decision", () => {
  test("to approve a drop opens the trip", async () => {
    const ann = await captain();
    const anns = await trip(48, { crewMemberId: ann.id });
    const row = ok(await requestTrade(db, center, { kind: "DROP", requesterId: ann.id, offeredTripId: anns.id }));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect(await holderOf(anns.id)).toBe(null);
  });

  test("to deny or cancel moves nothing, fires once, and is final", async () => {
    for (const [decide, type] of [
      [denyTrade, "trip_trade.denied"],
      [cancelTrade, "trip_trade.cancelled"],
    ] as const) {
      const { ann, anns, row } = await requestedSwap();
      const decided = ok(await decide(db, center, any(row.id), { by: "Sam Okafor", reason: "Minimum staffing" }));
      expect(ok(await decide(db, center, any(row.id), sam))).toEqual(decided);
      expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({
        code: "invalid_transition",
        facts: { allowed: [] },
      });
      expect(await acceptTrade(db, center, any(row.id))).toMatchObject({ code: "invalid_transition" });
      expect(await holderOf(anns.id)).toBe(ann.id);
      const fired = await eventsOf(row.id);
      expect(fired.map((one) => one.type)).toEqual(["trip_trade.requested", type]);
      expect(fired.at(-1)?.object).toEqual(decided);
    }
  });

  test("by someone who saw another version, or of another center, is refused", async () => {
    const { row } = await requestedSwap();
    expect(await denyTrade(db, center, { id: row.id, expectedVersion: 7 }, sam)).toMatchObject({
      code: "precondition_failed",
    });
    expect(await approveTrade(db, await newCenter(db), any(row.id), sam)).toMatchObject({ code: "not_found" });
  });
});

test("the cut-off cancels what nobody decided, once however many look, the earliest first, after downtime too", async () => {
  const { sandboxId } = await newTwins(db);
  for (let n = 0; n < 40; n++) {
    const ann = await captain({}, sandboxId);
    const anns = await trip(10 + ((n * 7) % 40), { crewMemberId: ann.id }, sandboxId);
    const drop = { kind: "DROP", requesterId: ann.id, offeredTripId: anns.id } as const;
    ok(await requestTrade(db, sandboxId, drop));
  }
  const before = (await eventsOf(null, sandboxId)).map(({ object }) => object);
  expect(await tickCenter(db, sandboxId, tripTradeJobs)).toBe(0);
  const ahead = statement<never>(
    "test.days_ahead",
    "update centers set clock_offset = interval '3 days' where id = $1",
  );
  await db.run(ahead, [sandboxId]);
  const moved = await Promise.all(Array.from({ length: 8 }, () => tickCenter(db, sandboxId, tripTradeJobs)));
  expect(moved.reduce((sum, one) => sum + one, 0)).toBe(40);
  expect(await tickCenter(db, sandboxId, tripTradeJobs)).toBe(0);
  const cancelled = (await eventsOf(null, sandboxId)).filter(({ type }) => type === "trip_trade.cancelled");
  expect(cancelled).toHaveLength(40);
  for (const { object, previous } of cancelled) {
    expect(object).toMatchObject({ status: "CANCELLED", decisionReason: "EXPIRED", decidedBy: null, version: 2 });
    expect(previous).toEqual({ status: "REQUESTED", decisionReason: null });
    expect(await findTrade(db, sandboxId, object.id)).toEqual(object);
  }
  const byCutOff = before.toSorted((a, b) => a.cutOffAt.localeCompare(b.cutOffAt)).map(({ id }) => id);
  expect(cancelled.map(({ object }) => object.id)).toEqual(byCutOff);
});

test("a renamed person and a changed trip are read by the new name, number and cut-off", async () => {
  const { ann, bob, anns, row } = await requestedSwap();
  ok(await changeCrewMember(db, center, any(ann.id), { lastName: "Renamed" }));
  ok(await changeCrewMember(db, center, any(bob.id), { firstName: "Bo", lastName: "Berg" }));
  const later = { reportAt: hours(40), releaseAt: hours(44), blockMinutes: 100 };
  ok(await changeTrip(db, center, any(anns.id), { number: "P9000", duties: [later] }));
  const found = await findTrade(db, center, row.id);
  expect(found).toMatchObject({
    version: 1,
    requester: { name: "Robin Renamed" },
    counterparty: { name: "Bo Berg" },
    offeredTrip: { number: "P9000", startsAt: later.reportAt },
    cutOffAt: plusMs(later.reportAt, -4 * HOUR_MS),
  });
  const call = createCallerFactory(tripTradesRouter)(keyContext(db, center, "trip_trades:read"));
  expect(tripTradePage.parse(await call.list({ search: "p9000" })).data).toEqual([found]);
});

test("an import brings decided trades along, moves nothing and fires nothing", async () => {
  const { ann, bob, anns, bobs } = await swappable();
  const swap = {
    kind: "SWAP",
    requesterId: ann.id,
    counterpartyId: bob.id,
    offeredTripId: anns.id,
    wantedTripId: bobs.id,
  } as const;
  const [approved, denied, crooked, shapeless] = await transaction(
    db,
    center,
    (tx) =>
      importTrades(tx, [
        { ...swap, status: "APPROVED", decidedBy: "Lee Park", counterpartyAcceptedAt: hours(-30) },
        { kind: "DROP", requesterId: ann.id, offeredTripId: anns.id, status: "DENIED", decisionReason: "Staffing" },
        { ...swap, status: "APPROVED" },
        { kind: "PICKUP", requesterId: ann.id },
      ]),
    "import",
  );
  expect(approved).toMatchObject({ status: "APPROVED", version: 1 });
  expect(denied).toMatchObject({ status: "DENIED" });
  expect(crooked).toMatchObject({ code: "invalid_request", facts: { errors: [{ path: "counterpartyAcceptedAt" }] } });
  expect(shapeless).toMatchObject({ code: "invalid_request", facts: { errors: [{ path: "wantedTripId" }] } });
  expect(approved && isSuccess(approved) && (await eventsOf(approved.id))).toEqual([]);
  expect(await holderOf(anns.id)).toBe(ann.id);
});

test("trades are read with trip_trades:read, by person, kind and state; decided by dispatchers, set up by admins", async () => {
  const call = createCallerFactory(tripTradesRouter);
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const { ann, bob, anns, bobs } = await swappable();
  const dispatcher = call(memberContext(db, center, "DISPATCHER"));
  const row = await dispatcher.request({
    kind: "SWAP",
    requesterId: ann.id,
    offeredTripId: anns.id,
    wantedTripId: bobs.id,
  });
  await dispatcher.accept({ id: row.id });
  const approved = await dispatcher.approve({ id: row.id, reason: "Fine" });
  expect(approved).toMatchObject({ decidedBy: "Sam Okafor", decisionReason: "Fine" });
  const reader = call(keyContext(db, center, "trip_trades:read"));
  const ids = async (filters: Parameters<typeof reader.list>[0]) =>
    tripTradePage.parse(await reader.list(filters)).data.map(({ id }) => id);
  for (const crewMemberId of [ann.id, bob.id]) {
    expect(await ids({ crewMemberId })).toEqual([row.id]);
    expect(await ids({ crewMemberId, kind: ["SWAP"], status: ["APPROVED"] })).toEqual([row.id]);
    expect(await ids({ crewMemberId, kind: ["DROP", "PICKUP"] })).toEqual([]);
    expect(await ids({ crewMemberId, to: row.createdAt })).toEqual([]);
  }
  expect(await refusal(call(keyContext(db, center, "crew:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(memberContext(db, center, "INSTRUCTOR")).deny({ id: row.id, reason: "No" }))).toBe(
    "insufficient_role",
  );
  expect(await refusal(dispatcher.changeSettings({ autoApprovePickups: true }))).toBe("insufficient_role");
  expect(await dispatcher.settings({})).toEqual({ autoApprovePickups: false, cutOffMinutes: 240 });
});

test("a dispatcher's own assignment is kept apart from trades by the trip's lock, not by its hours", async () => {
  const { ann, bobs, row } = await requestedSwap();
  ok(await acceptTrade(db, center, any(row.id)));
  ok(await assignTrip(db, center, any(bobs.id), null));
  expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({
    facts: { errors: [{ path: "ASSIGNMENT" }] },
  });
  expect(await holderOf(bobs.id)).toBe(null);
  expect(ann.id).toBe(row.requester.id);
});
