import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { HOUR_MS, plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { createCallerFactory } from "../../../lib/trpc.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import type { CrewDraft } from "../../crew/schema.ts";
import { assignReserve } from "../../reserve/commands/assign.ts";
import { changeTrip } from "../../trips/commands.ts";
import { readTrip } from "../../trips/reads.ts";
import { findTrade } from "../queries/trades.ts";
import { tripTradesRouter } from "../router.ts";
import { type TripTrade, tripTradePage } from "../schema.ts";
import { changeTradeSettings } from "./settings.ts";
import { acceptTrade, approveTrade } from "./decide.ts";
import { importTrades } from "./import.ts";
import { requestTrade } from "./request.ts";
import {
  any,
  sam,
  hours,
  captain,
  trip,
  holderOf,
  eventsOf,
  tradesIn,
  swappable,
  requestedSwap,
} from "./trades.fixture.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

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
    const [person, open] = [await captain(db, own, change), await trip(db, own, 48)];
    const pickup = { kind: "PICKUP", requesterId: person.id, wantedTripId: open.id } as const;
    expect(await refusedRules(requestTrade(db, own, pickup))).toEqual(rules);
    expect(await tradesIn(db, own)).toBe(0);
    expect(await eventsOf(db, own, null)).toEqual([]);
  });

  test("overlaps a trip or a reserve window, leaves no rest, or comes after the cut-off", async () => {
    const ann = await captain(db, center);
    await trip(db, center, 48, { crewMemberId: ann.id });
    const pickUp = async (startsIn: number) =>
      requestTrade(db, center, {
        kind: "PICKUP",
        requesterId: ann.id,
        wantedTripId: (await trip(db, center, startsIn)).id,
      });
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
    const { ann, bob, anns, bobs } = await swappable(db, center);
    expect(
      await refusedRules(requestTrade(db, center, { kind: "DROP", requesterId: bob.id, offeredTripId: anns.id })),
    ).toEqual(["ASSIGNMENT"]);
    const swap = { kind: "SWAP", requesterId: ann.id, offeredTripId: anns.id } as const;
    for (const wantedTripId of [anns.id, (await trip(db, center, 72)).id])
      expect(await requestTrade(db, center, { ...swap, wantedTripId })).toMatchObject({ code: "conflict" });
    for (const draft of [
      { ...swap, wantedTripId: center },
      { ...swap, requesterId: center, wantedTripId: bobs.id },
    ])
      expect(await requestTrade(db, center, draft)).toMatchObject({ code: "unprocessable" });
    const foreign = await trip(db, await newCenter(db), 48);
    expect(await requestTrade(db, center, { ...swap, wantedTripId: foreign.id })).toMatchObject({
      code: "unprocessable",
    });
  });

  test("that was legal when requested stays REQUESTED at approval, and says so", async () => {
    const { bob, anns, row } = await requestedSwap(db, center);
    ok(await acceptTrade(db, center, any(row.id)));
    await trip(db, center, 60, { crewMemberId: bob.id });
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
    expect((await eventsOf(db, center, row.id)).map(({ type }) => type)).toEqual(["trip_trade.requested"]);
    expect(await holderOf(db, center, anns.id)).toBe(row.requester.id);
  });
});

describe("a pickup of an open trip", () => {
  test("is approved at once where the center allows it: requested, then approved", async () => {
    const own = await newCenter(db);
    const [ann, one, two] = [await captain(db, own), await trip(db, own, 48), await trip(db, own, 96)];
    const pickup = (wantedTripId: string) =>
      requestTrade(db, own, { kind: "PICKUP", requesterId: ann.id, wantedTripId });
    expect(ok(await pickup(one.id))).toMatchObject({ status: "REQUESTED", autoApproved: false });
    expect(await changeTradeSettings(db, own, { autoApprovePickups: true })).toEqual({
      autoApprovePickups: true,
      cutOffMinutes: 240,
    });
    const approved = ok(await pickup(two.id));
    expect(approved).toMatchObject({ status: "APPROVED", autoApproved: true, decidedBy: null, version: 2 });
    expect((await readTrip(db, own, two.id))?.crewMemberId).toBe(ann.id);
    expect((await eventsOf(db, own, approved.id)).map(({ type, object }) => [type, object.status])).toEqual([
      ["trip_trade.requested", "REQUESTED"],
      ["trip_trade.approved", "APPROVED"],
    ]);
    expect((await eventsOf(db, own, approved.id)).at(-1)?.object).toEqual(approved);
  });

  test("by ten people at once goes to one of them", async () => {
    const own = await newCenter(db);
    await changeTradeSettings(db, own, { autoApprovePickups: true });
    const open = await trip(db, own, 48);
    const people = await Promise.all(Array.from({ length: 10 }, () => captain(db, own)));
    const outcomes = await Promise.all(
      people.map(({ id }) => requestTrade(db, own, { kind: "PICKUP", requesterId: id, wantedTripId: open.id })),
    );
    const [winner, ...others] = outcomes.filter(isSuccess).filter(({ status }) => status === "APPROVED");
    expect(others).toEqual([]);
    expect((await readTrip(db, own, open.id))?.crewMemberId).toBe(winner?.requester.id);
    // Who came so late as to see the trip taken asks its new holder instead, who has not answered.
    const late = outcomes.filter(isSuccess).filter(({ status }) => status === "REQUESTED");
    expect(late.every(({ counterparty }) => counterparty?.id === winner?.requester.id)).toBe(true);
    expect(await tradesIn(db, own)).toBe(1 + late.length);
  });

  test("of someone's trip waits for that person", async () => {
    const { ann, bob, bobs } = await swappable(db, center);
    const row = ok(await requestTrade(db, center, { kind: "PICKUP", requesterId: ann.id, wantedTripId: bobs.id }));
    expect(row.counterparty?.id).toBe(bob.id);
    expect(await approveTrade(db, center, any(row.id), sam)).toMatchObject({ code: "conflict" });
    ok(await acceptTrade(db, center, any(row.id)));
    ok(await approveTrade(db, center, any(row.id), sam));
    expect(await holderOf(db, center, bobs.id)).toBe(ann.id);
  });
});

test("an import brings decided trades along, moves nothing and fires nothing", async () => {
  const { ann, bob, anns, bobs } = await swappable(db, center);
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
  expect(approved && isSuccess(approved) && (await eventsOf(db, center, approved.id))).toEqual([]);
  expect(await holderOf(db, center, anns.id)).toBe(ann.id);
});

test("a renamed person and a changed trip are read by the new name, number and cut-off", async () => {
  const { ann, bob, anns, row } = await requestedSwap(db, center);
  ok(await changeCrewMember(db, center, any(ann.id), { lastName: "Renamed" }));
  ok(await changeCrewMember(db, center, any(bob.id), { firstName: "Bo", lastName: "Berg" }));
  const later = { reportAt: hours(40), releaseAt: hours(44), blockMinutes: 100 };
  ok(await changeTrip(db, center, any(anns.id), { number: "P9000", duties: [later] }));
  const found = await findTrade(db, center, row.id);
  expect(found).toMatchObject({
    version: 2, // not of the names, but of the cut-off
    requester: { name: "Robin Renamed" },
    counterparty: { name: "Bo Berg" },
    offeredTrip: { number: "P9000", startsAt: later.reportAt },
    cutOffAt: plusMs(later.reportAt, -4 * HOUR_MS),
  });
  const call = createCallerFactory(tripTradesRouter)(keyContext(db, center, "trip_trades:read"));
  expect(tripTradePage.parse(await call.list({ search: "p9000" })).data).toEqual([found]);
});

test("a requested trade keeps its cut-off, and how long it is before the start, whatever the center settles later", async () => {
  const own = await newCenter(db);
  const { anns, bobs, row } = await requestedSwap(db, own);
  await changeTradeSettings(db, own, { cutOffMinutes: 600 });
  ok(await changeTrip(db, own, any(anns.id), { number: "P9000" }));
  expect(await findTrade(db, own, row.id)).toMatchObject({ version: 1, cutOffAt: row.cutOffAt });
  const earlier = { reportAt: plusMs(anns.startsAt, -HOUR_MS), releaseAt: anns.startsAt, blockMinutes: 30 };
  ok(await changeTrip(db, own, any(bobs.id), { duties: [earlier] }));
  expect(await findTrade(db, own, row.id)).toMatchObject({ version: 2, cutOffAt: plusMs(row.cutOffAt, -HOUR_MS) });
});
