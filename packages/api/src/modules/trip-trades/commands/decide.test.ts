import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { tickCenter } from "../../../lib/jobs.ts";
import { HOUR_MS, plusMs } from "../../../lib/time.ts";
import { createCallerFactory, failureOf } from "../../../lib/trpc.ts";
import { assignTrip } from "../../trips/commands.ts";
import { tripTradeJobs } from "../jobs.ts";
import { findTrade } from "../queries/trades.ts";
import { tripTradesRouter } from "../router.ts";
import { tripTrade, tripTradePage } from "../schema.ts";
import { acceptTrade, approveTrade, cancelTrade, denyTrade } from "./decide.ts";
import { requestTrade } from "./request.ts";
import { any, sam, captain, trip, holderOf, eventsOf, swappable, requestedSwap } from "./trades.fixture.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

describe("a swap", () => {
  test("waits for its counterparty, then moves both trips, and fires each event once as the row is read", async () => {
    const { ann, bob, anns, bobs, row } = await requestedSwap(db, center);
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
    expect(await holderOf(db, center, anns.id)).toBe(bob.id);
    expect(await holderOf(db, center, bobs.id)).toBe(ann.id);
    expect(await findTrade(db, center, row.id)).toEqual(approved);
    expect(tripTrade.parse(approved)).toEqual(approved);
    expect(await eventsOf(db, center, row.id)).toEqual([
      { type: "trip_trade.requested", object: row, previous: null },
      { type: "trip_trade.approved", object: approved, previous: { status: "REQUESTED", decidedBy: null } },
    ]);
  });

  test("of trips at the very same time is legal: both move in one statement", async () => {
    const [ann, bob] = [await captain(db, center), await captain(db, center)];
    const [anns, bobs] = [
      await trip(db, center, 48, { crewMemberId: ann.id }),
      await trip(db, center, 50, { crewMemberId: bob.id }),
    ];
    const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id, wantedTripId: bobs.id } as const;
    const row = ok(await requestTrade(db, center, swap));
    ok(await acceptTrade(db, center, any(row.id)));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect([await holderOf(db, center, anns.id), await holderOf(db, center, bobs.id)]).toEqual([bob.id, ann.id]);
  });

  test("moves both or none with many approvers and cancellers at once, and is decided once", async () => {
    for (let round = 0; round < 4; round++) {
      const { ann, bob, anns, bobs, row } = await requestedSwap(db, center);
      ok(await acceptTrade(db, center, any(row.id)));
      await Promise.all([
        ...Array.from({ length: 4 }, (_, n) =>
          approveTrade(db, center, any(row.id), { by: `Approver ${n}`, reason: null }),
        ),
        cancelTrade(db, center, any(row.id), sam),
      ]);
      const decided = await findTrade(db, center, row.id);
      const swapped = decided?.status === "APPROVED";
      expect([await holderOf(db, center, anns.id), await holderOf(db, center, bobs.id)]).toEqual(
        swapped ? [bob.id, ann.id] : [ann.id, bob.id],
      );
      expect((await eventsOf(db, center, row.id)).map(({ type }) => type)).toEqual([
        "trip_trade.requested",
        swapped ? "trip_trade.approved" : "trip_trade.cancelled",
      ]);
    }
  });

  test("that two others cross is approved for as long as everyone flies what they trade", async () => {
    const { ann, anns, bobs, row } = await requestedSwap(db, center);
    const cyd = await captain(db, center);
    const cyds = await trip(db, center, 96, { crewMemberId: cyd.id });
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
    const holders = await Promise.all([anns, bobs, cyds].map(({ id }) => holderOf(db, center, id)));
    expect(new Set(holders).size).toBe(3);
    expect(holders).toContain(ann.id);
  });
});

describe("a decision", () => {
  test("to approve a drop opens the trip", async () => {
    const ann = await captain(db, center);
    const anns = await trip(db, center, 48, { crewMemberId: ann.id });
    const row = ok(await requestTrade(db, center, { kind: "DROP", requesterId: ann.id, offeredTripId: anns.id }));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect(await holderOf(db, center, anns.id)).toBe(null);
  });

  test("to deny or cancel moves nothing, fires once, and is final", async () => {
    for (const [decide, type] of [
      [denyTrade, "trip_trade.denied"],
      [cancelTrade, "trip_trade.cancelled"],
    ] as const) {
      const { ann, anns, row } = await requestedSwap(db, center);
      const decided = ok(await decide(db, center, any(row.id), { by: "Sam Okafor", reason: "Minimum staffing" }));
      expect(ok(await decide(db, center, any(row.id), sam))).toEqual(decided);
      expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({
        code: "invalid_transition",
        facts: { allowed: [] },
      });
      expect(await acceptTrade(db, center, any(row.id))).toMatchObject({ code: "invalid_transition" });
      expect(await holderOf(db, center, anns.id)).toBe(ann.id);
      const fired = await eventsOf(db, center, row.id);
      expect(fired.map((one) => one.type)).toEqual(["trip_trade.requested", type]);
      expect(fired.at(-1)?.object).toEqual(decided);
    }
  });

  test("by someone who saw another version, or of another center, is refused", async () => {
    const { row } = await requestedSwap(db, center);
    expect(await denyTrade(db, center, { id: row.id, expectedVersion: 7 }, sam)).toMatchObject({
      code: "precondition_failed",
    });
    expect(await approveTrade(db, await newCenter(db), any(row.id), sam)).toMatchObject({ code: "not_found" });
  });
});

test("a dispatcher's own assignment is kept apart from trades by the trip's lock, not by its hours", async () => {
  const { ann, bobs, row } = await requestedSwap(db, center);
  ok(await acceptTrade(db, center, any(row.id)));
  ok(await assignTrip(db, center, any(bobs.id), null));
  expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({
    facts: { errors: [{ path: "ASSIGNMENT" }] },
  });
  expect(await holderOf(db, center, bobs.id)).toBe(null);
  expect(ann.id).toBe(row.requester.id);
});
test("the cut-off cancels what nobody decided, once however many look, the earliest first, after downtime too", async () => {
  const { sandboxId } = await newTwins(db);
  for (let n = 0; n < 40; n++) {
    const ann = await captain(db, sandboxId);
    const anns = await trip(db, sandboxId, 10 + ((n * 7) % 40), { crewMemberId: ann.id });
    const drop = { kind: "DROP", requesterId: ann.id, offeredTripId: anns.id } as const;
    ok(await requestTrade(db, sandboxId, drop));
  }
  const before = (await eventsOf(db, sandboxId, null)).map(({ object }) => object);
  expect(await tickCenter(db, sandboxId, tripTradeJobs)).toBe(0);
  const ahead = statement<never>(
    "test.days_ahead",
    "update centers set clock_offset = interval '3 days' where id = $1",
  );
  await db.run(ahead, [sandboxId]);
  const moved = await Promise.all(Array.from({ length: 8 }, () => tickCenter(db, sandboxId, tripTradeJobs)));
  expect(moved.reduce((sum, one) => sum + one, 0)).toBe(40);
  expect(await tickCenter(db, sandboxId, tripTradeJobs)).toBe(0);
  const cancelled = (await eventsOf(db, sandboxId, null)).filter(({ type }) => type === "trip_trade.cancelled");
  expect(cancelled).toHaveLength(40);
  for (const { object, previous } of cancelled) {
    expect(object).toMatchObject({ status: "CANCELLED", decisionReason: "EXPIRED", decidedBy: null, version: 2 });
    expect(previous).toEqual({ status: "REQUESTED", decisionReason: null });
    expect(await findTrade(db, sandboxId, object.id)).toEqual(object);
  }
  const byCutOff = before.toSorted((a, b) => a.cutOffAt.localeCompare(b.cutOffAt)).map(({ id }) => id);
  expect(cancelled.map(({ object }) => object.id)).toEqual(byCutOff);
});

test("trades are read with trip_trades:read, by person, kind and state; decided by dispatchers, set up by admins", async () => {
  const call = createCallerFactory(tripTradesRouter);
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const { ann, bob, anns, bobs } = await swappable(db, center);
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
