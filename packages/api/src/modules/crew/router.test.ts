import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newBooking, newCrewMember, newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS, plusDays, plusMs } from "../../lib/time.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
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
