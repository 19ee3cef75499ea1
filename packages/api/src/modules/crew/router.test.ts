import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import {
  keyContext,
  memberContext,
  newBooking,
  newCrewMember,
  newTwins,
  ok,
} from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS, plusDays, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { completeBooking } from "../bookings/commands/change.ts";
import { assignReserves, type NewReserve } from "../reserve/commands/assign.ts";
import { createTrips } from "../trips/commands.ts";
import { crewRouter } from "./router.ts";
import { crewPage, type CrewSnapshot } from "./schema.ts";

const call = createCallerFactory(crewRouter);

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** A sandbox whose clock shows ten days ahead: only business dates may follow it. */
beforeEach(async () => {
  centerId = (await newTwins(database.db)).sandboxId;
  await database.db.run(
    statement<never>("test.ten_days_ahead", "update centers set clock_offset = interval '10 days' where id = $1"),
    [centerId],
  );
});

type Filters = Parameters<ReturnType<typeof call>["list"]>[0];

const list = async (filters: Filters = {}) =>
  crewPage.parse(await call(keyContext(database.db, centerId, "crew:read")).list(filters));

const numbers = async (filters: Filters) => (await list(filters)).data.map(({ employeeNumber }) => employeeNumber);

const now = (): string => plusMs(new Date().toISOString(), 240 * HOUR_MS);
const hoursFromNow = (hours: number): string => plusMs(now(), hours * HOUR_MS);

const session = async (
  instructorId: string,
  status: "IN_PROGRESS" | "COMPLETED" | "CANCELLED",
  from: number,
  to: number,
) => {
  const span = { startsAt: hoursFromNow(from), endsAt: hoursFromNow(to) };
  return newBooking(database.db, centerId, { instructorId, status, ...span }, "import");
};

const only = async (): Promise<CrewSnapshot> => {
  const [row, ...others] = (await list()).data;
  if (!row || others.length > 0) throw new Error("The center has one crew member.");
  return row;
};

describe("duty", () => {
  test("is off without a session, with who they are and when that was so", async () => {
    const { email: _, ...identity } = await newCrewMember(database.db, centerId);
    const { asOf, ...row } = await only();
    const nothing = { dutyStatus: "OFF", dutySince: null, restUntil: null, flightMinutes28d: 0 };
    expect(row).toEqual({ ...identity, ...nothing });
    expect(Math.abs(Date.parse(asOf) - Date.parse(now()))).toBeLessThan(60_000);
  });

  test("is on while the instructor's session runs, also when another ended just before", async () => {
    const { id } = await newCrewMember(database.db, centerId);
    await session(id, "COMPLETED", -5, -2);
    const running = await session(id, "IN_PROGRESS", -1, 1);
    expect(await only()).toMatchObject({ dutyStatus: "ON_DUTY", dutySince: running.startsAt, restUntil: null });
  });

  test.each([
    ["rest just before ten hours after the last session's end", "COMPLETED", -21.9, -9.99, "REST"],
    ["off ten hours after it", "COMPLETED", -14, -10.01, "OFF"],
    ["not changed by a cancelled session", "CANCELLED", -2, -1, "OFF"],
  ] as const)("is %s", async (_, status, from, to, dutyStatus) => {
    const { id } = await newCrewMember(database.db, centerId);
    const { endsAt } = await session(id, status, from, to);
    const restUntil = dutyStatus === "REST" ? plusMs(endsAt, 10 * HOUR_MS) : null;
    expect(await only()).toMatchObject({ dutyStatus, dutySince: null, restUntil });
  });
});

test("a session that was started before its time runs as of now; one completed before its time gives ten hours from now", async () => {
  const { id } = await newCrewMember(database.db, centerId);
  const row = await session(id, "IN_PROGRESS", 1, 3);
  const running = await only();
  expect(running).toMatchObject({ dutyStatus: "ON_DUTY", dutySince: running.asOf, restUntil: null });
  ok(await completeBooking(database.db, centerId, { id: row.id, expectedVersion: null }));
  const resting = await only();
  expect(resting).toMatchObject({ dutyStatus: "REST", restUntil: plusMs(resting.asOf, 10 * HOUR_MS) });
});

describe("duty of crew who fly", () => {
  const trip = async (crewMemberId: string | null, ...duties: (readonly [from: number, to: number])[]) =>
    transaction(
      database.db,
      centerId,
      (tx) =>
        createTrips(tx, [
          {
            number: "P1",
            base: "DEN",
            aircraftType: "B738",
            position: "CAPTAIN",
            crewMemberId,
            duties: duties.map(([from, to]) => ({
              reportAt: hoursFromNow(from),
              releaseAt: hoursFromNow(to),
              blockMinutes: 0,
            })),
          },
        ]),
      "import",
    ).then(([made]) => made && ok(made));
  const reserve = async (crewMemberId: string, from: number, to: number, change: Partial<NewReserve> = {}) =>
    transaction(
      database.db,
      centerId,
      (tx) =>
        assignReserves(tx, [
          {
            crewMemberId,
            type: "LONG_CALL",
            windowStart: hoursFromNow(from),
            windowEnd: hoursFromNow(to),
            ...change,
          },
        ]),
      "import",
    ).then(([made]) => made && ok(made));

  test("is on inside a trip's duty, rests between two of them, and is off on an open trip's", async () => {
    const { id } = await newCrewMember(database.db, centerId, { role: "CAPTAIN" });
    const flown = await trip(id, [-4, 4], [16, 24]);
    await trip(null, [-1, 1]);
    expect(await only()).toMatchObject({ dutyStatus: "ON_DUTY", dutySince: flown?.startsAt, restUntil: null });
  });

  test.each([
    ["rests between two duties of a trip", [-12, -3], [9, 12], "REST"],
    ["is off ten hours after the first", [-20, -10.01], [5, 9], "OFF"],
    ["rests after a long duty", [-40, -9.9], [30, 31], "REST"],
    ["is off before the trip", [1, 4], [16, 20], "OFF"],
  ] as const)("%s", async (_, first, second, dutyStatus) => {
    const { id } = await newCrewMember(database.db, centerId, { role: "CAPTAIN" });
    await trip(id, first, second);
    const restUntil = dutyStatus === "REST" ? expect.stringMatching(/Z$/) : null;
    expect(await only()).toMatchObject({ dutyStatus, dutySince: null, restUntil });
  });

  test.each([
    ["RESERVE inside a window", -1, 1, {}, "RESERVE"],
    ["OFF before a window", 1, 2, {}, "OFF"],
    ["OFF after a window that time has not released yet", -3, -1, {}, "OFF"],
    ["OFF once released", -3, 3, { status: "RELEASED", releasedAt: -1 }, "OFF"],
    ["RESERVE until the report of a call-out", -1, 3, { status: "CALLED_OUT", reportAt: 2 }, "RESERVE"],
    ["ON_DUTY from the report on, however long", -20, -8, { status: "CALLED_OUT", reportAt: -10 }, "ON_DUTY"],
    ["REST after a call-out", -20, -8, { status: "RELEASED", reportAt: -10, releasedAt: -1 }, "REST"],
    ["OFF ten hours after a call-out", -30, -18, { status: "RELEASED", reportAt: -20, releasedAt: -10.1 }, "OFF"],
    ["OFF after a call-out that was taken back", -3, 3, { status: "RELEASED", reportAt: 2, releasedAt: -1 }, "OFF"],
  ] as const)(
    "is %s",
    async (
      _,
      from,
      to,
      change: { status?: "RELEASED" | "CALLED_OUT"; reportAt?: number; releasedAt?: number },
      dutyStatus,
    ) => {
      const { id } = await newCrewMember(database.db, centerId, { role: "CAPTAIN" });
      const { status, reportAt, releasedAt } = change;
      const row = await reserve(id, from, to, {
        ...(status === undefined ? {} : { status }),
        ...(releasedAt === undefined ? {} : { releasedAt: hoursFromNow(releasedAt) }),
        ...(reportAt === undefined
          ? {}
          : {
              calledOutAt: hoursFromNow(from),
              reportAt: hoursFromNow(reportAt),
              dutyEndsAt: hoursFromNow(reportAt + 1),
            }),
      });
      expect(await only()).toMatchObject({ dutyStatus, dutySince: dutyStatus === "ON_DUTY" ? row?.reportAt : null });
      expect(await numbers({ status: [dutyStatus] })).toHaveLength(1);
    },
  );

  test("on a trip goes before reserve, and reserve before rest", async () => {
    const { id } = await newCrewMember(database.db, centerId, { role: "CAPTAIN" });
    await reserve(id, -1, 3);
    await trip(id, [-5, -1], [10, 12]);
    expect(await only()).toMatchObject({ dutyStatus: "RESERVE", restUntil: null });
    const other = await newCrewMember(database.db, centerId, { role: "CAPTAIN", employeeNumber: "E-TRIP" });
    await reserve(other.id, -1, 3);
    await trip(other.id, [-1, 1]);
    expect(await numbers({ status: ["ON_DUTY"] })).toEqual(["E-TRIP"]);
  });
});

test("flight minutes are those of the last 28 calendar days, today included", async () => {
  const { db } = database;
  const { userId } = await newCrewMember(db, centerId);
  const today = now().slice(0, 10);
  const insert = statement<never>(
    "test.flights",
    `insert into flight_log (center_id, id, version, created_at, updated_at, user_id, date, total_minutes, fingerprint, search_text, document)
     select $1, gen_random_uuid(), 1, now(), now(), $2, flown.date, flown.minutes, '', '', '{}'
       from unnest($3::date[], $4::int[]) as flown(date, minutes)`,
  );
  const days = [0, -27, -28, 1].map((offset) => plusDays(today, offset));
  await db.run(insert, [centerId, userId, days, [60, 100, 1_000, 10_000]]);
  expect((await only()).flightMinutes28d).toBe(160);
});

describe("the list of crew", () => {
  test("finds by role, duty, name and number, in one order over pages", async () => {
    const { db } = database;
    const base = { lastName: "Berg" };
    const one = await newCrewMember(db, centerId, { ...base, employeeNumber: "E-1", firstName: "Åsa" });
    const two = await newCrewMember(db, centerId, { ...base, employeeNumber: "E-2", role: "CHECK_INSTRUCTOR" });
    await newCrewMember(db, centerId, { ...base, employeeNumber: "E-3", role: "CAPTAIN" });
    await newCrewMember(db, centerId, { ...base, employeeNumber: "X-77", role: "DISPATCHER" });
    await session(one.id, "IN_PROGRESS", -1, 1);
    await session(two.id, "COMPLETED", -3, -1);

    expect(await numbers({})).toEqual(["X-77", "E-3", "E-2", "E-1"]);
    expect(await numbers({ role: ["CAPTAIN", "INSTRUCTOR"] })).toEqual(["E-3", "E-1"]);
    expect(await numbers({ status: ["ON_DUTY"] })).toEqual(["E-1"]);
    expect(await numbers({ status: ["REST", "ON_DUTY"] })).toEqual(["E-2", "E-1"]);
    expect(await numbers({ status: ["RESERVE"] })).toEqual([]);
    expect(await numbers({ status: ["OFF"], role: ["DISPATCHER"], search: "berg" })).toEqual(["X-77"]);
    expect(await numbers({ search: "asa berg" })).toEqual(["E-1"]);
    expect(await numbers({ search: "X-77" })).toEqual(["X-77"]);
    expect(await numbers({ id: [one.id, two.id], status: ["REST"] })).toEqual(["E-2"]);

    const first = await list({ limit: 3 });
    expect(first.data).toHaveLength(3);
    expect(await numbers({ limit: 3, cursor: first.pagination.nextCursor ?? "" })).toEqual(["E-1"]);
  });

  test("is read with crew:read, and changed by dispatchers and admins", async () => {
    const { db } = database;
    const refusal = (attempt: Promise<unknown>) =>
      attempt.then(
        () => "nothing",
        (error: unknown) => failureOf(error)?.code,
      );
    const member = await newCrewMember(db, centerId);
    const change = { id: member.id, base: "SEA" };
    expect(await refusal(call(keyContext(db, centerId, "trainees:read")).list({}))).toBe("insufficient_scope");
    expect(await refusal(call(memberContext(db, centerId, "INSTRUCTOR")).change(change))).toBe("insufficient_role");
    const dispatcher = call(memberContext(db, centerId, "DISPATCHER"));
    expect(await dispatcher.get({ id: member.id })).toEqual(member);
    expect(await dispatcher.change(change)).toMatchObject({ base: "SEA", version: 2 });
    const { firstName, lastName, email, role, base, aircraftTypes } = member;
    const draft = { firstName, lastName, email, role, base, aircraftTypes, employeeNumber: "E-2" };
    expect(await dispatcher.create(draft)).toMatchObject({ employeeNumber: "E-2", version: 1 });
    expect(await refusal(dispatcher.create(draft))).toBe("conflict");
  });
});
