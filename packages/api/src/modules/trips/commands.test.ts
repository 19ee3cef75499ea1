import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { memberContext, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../lib/errors.ts";
import { HOUR_MS, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { assignTrip, changeTrip, createTrip, createTrips } from "./commands.ts";
import { findTrip } from "./queries.ts";
import { tripsRouter } from "./router.ts";
import { trip as tripSchema, type TripDraft, tripPage } from "./schema.ts";

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
const hours = (count: number): string => plusMs(new Date().toISOString(), count * HOUR_MS);
const captain = (centerId = center) => newCrewMember(db, centerId, { role: "CAPTAIN" });
const draft = (startsIn: number, change: Partial<TripDraft> = {}): TripDraft => ({
  number: "P4127",
  base: "DEN",
  aircraftType: "B738",
  position: "CAPTAIN",
  duties: [
    { reportAt: hours(startsIn), releaseAt: hours(startsIn + 8), blockMinutes: 300 },
    { reportAt: hours(startsIn + 20), releaseAt: hours(startsIn + 28), blockMinutes: 300 },
  ],
  ...change,
});
const created = async (startsIn: number, change: Partial<TripDraft> = {}) =>
  ok(await createTrip(db, center, draft(startsIn, change)));
const dutiesQuery = statement<{ count: number }>(
  "test.trip_duties",
  "select count(*) as count from trip_duties where center_id = $1 and trip_id = $2",
);

describe("a trip", () => {
  test("is kept exactly as it was answered, from its first report to its last release", async () => {
    const row = await created(24);
    expect(tripSchema.parse(row)).toEqual(row);
    expect(row).toMatchObject({
      startsAt: row.duties[0]?.reportAt,
      endsAt: row.duties[1]?.releaseAt,
      crewMemberId: null,
    });
    expect(await findTrip(db, center, row.id)).toEqual(row);
    expect((await db.one(dutiesQuery, [center, row.id])).count).toBe(2);
  });

  test("changes for the version that the caller saw, with its duties, and not at all when nothing differs", async () => {
    const row = await created(24);
    const target = { id: row.id, expectedVersion: 1 };
    expect(await changeTrip(db, center, target, { number: row.number })).toEqual(row);
    const duties = [{ reportAt: hours(30), releaseAt: hours(36), blockMinutes: 60 }];
    const next = ok(await changeTrip(db, center, target, { duties }));
    expect(next).toMatchObject({ version: 2, startsAt: duties[0]?.reportAt, endsAt: duties[0]?.releaseAt });
    expect((await db.one(dutiesQuery, [center, row.id])).count).toBe(1);
    expect(await changeTrip(db, center, target, { number: "P1" })).toMatchObject({ code: "precondition_failed" });
    expect(await changeTrip(db, await newCenter(db), any(row.id), { number: "P1" })).toMatchObject({
      code: "not_found",
    });
  });

  test("that is over is a record; one in the past comes by import only", async () => {
    expect(await createTrip(db, center, draft(-1))).toMatchObject({ code: "invalid_request" });
    const seattle = await newCrewMember(db, center, { role: "CAPTAIN", base: "SEA" });
    const [flown] = await transaction(
      db,
      center,
      (tx) => createTrips(tx, [draft(-90, { crewMemberId: seattle.id })]),
      "import",
    );
    if (!flown || isFailure(flown)) throw new Error("The past was refused.");
    expect(await assignTrip(db, center, any(flown.id), null)).toMatchObject({ code: "conflict" });
  });
});

describe("who flies a trip", () => {
  test("is qualified for it, and known", async () => {
    const wrong = await newCrewMember(db, center, { role: "FIRST_OFFICER", base: "SEA", aircraftTypes: [] });
    const refused = {
      code: "conflict",
      facts: { errors: [{ path: "position" }, { path: "aircraftType" }, { path: "base" }] },
    };
    expect(await createTrip(db, center, draft(24, { crewMemberId: wrong.id }))).toMatchObject(refused);
    const open = await created(24);
    expect(await assignTrip(db, center, any(open.id), wrong.id)).toMatchObject(refused);
    expect(await assignTrip(db, center, any(open.id), center)).toMatchObject({ code: "unprocessable" });
    const right = await captain();
    expect(ok(await assignTrip(db, center, any(open.id), right.id))).toMatchObject({
      crewMemberId: right.id,
      version: 2,
    });
    expect(ok(await assignTrip(db, center, any(open.id), right.id)).version).toBe(2);
    expect(await changeTrip(db, center, any(open.id), { base: "SEA" })).toMatchObject({ code: "conflict" });
  });

  test("is on no other trip meanwhile, however many give them one at once", async () => {
    const ann = await captain();
    const trips = await Promise.all([24, 30, 40, 50].map((startsIn) => created(startsIn)));
    const outcomes = await Promise.all(trips.map(({ id }) => assignTrip(db, center, any(id), ann.id)));
    expect(outcomes.filter(isSuccess)).toHaveLength(1);
    for (const failure of outcomes.filter(isFailure)) expect(failure.code).toBe("conflict");
    const batch = await transaction(db, center, async (tx) => {
      const bob = await captain();
      const own = { crewMemberId: bob.id };
      return createTrips(tx, [draft(24, own), draft(40, own), draft(52.1, own)]);
    });
    expect(batch.map(isFailure)).toEqual([false, true, false]);
  });
});

test("trips are listed by person, state, position, time and text", async () => {
  const own = await newCenter(db);
  const ann = await captain(own);
  const [first, second] = [
    ok(await createTrip(db, own, draft(24, { crewMemberId: ann.id }))),
    ok(await createTrip(db, own, draft(96, { number: "P5000", position: "FIRST_OFFICER" }))),
  ];
  const dispatcher = createCallerFactory(tripsRouter)(memberContext(db, own, "DISPATCHER"));
  const ids = async (filters: Parameters<typeof dispatcher.list>[0]) =>
    tripPage.parse(await dispatcher.list(filters)).data.map(({ id }) => id);
  expect(await ids({})).toEqual([second.id, first.id]);
  expect(await ids({ crewMemberId: ann.id })).toEqual([first.id]);
  expect(await ids({ assignment: ["OPEN"] })).toEqual([second.id]);
  expect(await ids({ position: ["FIRST_OFFICER"] })).toEqual([second.id]);
  expect(await ids({ search: "p5000" })).toEqual([second.id]);
  expect(await ids({ from: hours(50) })).toEqual([second.id]);
  expect(await ids({ from: hours(0), to: hours(24 * 60) })).toEqual([second.id, first.id]);
  expect(await dispatcher.assign({ id: first.id, crewMemberId: null })).toMatchObject({ crewMemberId: null });
  const { id } = await dispatcher.create(draft(200));
  expect(await dispatcher.change({ id, number: "P7" })).toEqual(await dispatcher.get({ id }));
});
