import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, newCenter, newCrewMember, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { tickCenter } from "../../../lib/jobs.ts";
import { HOUR_MS, plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { createCallerFactory } from "../../../lib/trpc.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import { reserveJobs } from "../jobs.ts";
import { findReserve } from "../queries.ts";
import { reserveRouter } from "../router.ts";
import { reserveAssignment, type ReserveAssignment, reservePage } from "../schema.ts";
import { assignReserve, assignReserves, type NewReserve } from "./assign.ts";
import { callOutReserve, recordContactAttempt, recordReserveNoContact, releaseReserve } from "./change.ts";

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
const captain = async (centerId = center) => newCrewMember(db, centerId, { role: "CAPTAIN" });
const draft = async (change: Partial<NewReserve> = {}, centerId = center): Promise<NewReserve> => ({
  crewMemberId: change.crewMemberId ?? (await captain(centerId)).id,
  type: "SHORT_CALL",
  windowStart: hours(1),
  windowEnd: hours(9),
  ...change,
});
const assigned = async (change: Partial<NewReserve> = {}) => ok(await assignReserve(db, center, await draft(change)));
const brought = (drafts: readonly NewReserve[], centerId = center) =>
  transaction(db, centerId, (tx) => assignReserves(tx, drafts), "import");

interface EventRow {
  type: string;
  subject_id: string;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.reserve_events",
  "select type, subject_id, data from events where center_id = $1 order by id",
);
interface Fired {
  type: string;
  object: ReserveAssignment;
  previous: Partial<ReserveAssignment> | null;
}
const eventsOf = async (id: string, centerId = center): Promise<Fired[]> =>
  (await db.many(eventsQuery, [centerId]))
    .filter((row) => row.subject_id === id)
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as Omit<Fired, "type">) }));

describe("each transition", () => {
  test("fires its event once, with the row as it is read and the earlier values", async () => {
    const row = await assigned();
    ok(await recordContactAttempt(db, center, any(row.id), { method: "PHONE", outcome: "NO_ANSWER" }));
    ok(await recordReserveNoContact(db, center, any(row.id)));
    const duty = { reportAt: hours(2), dutyEndsAt: hours(7) };
    const called = ok(await callOutReserve(db, center, any(row.id), duty));
    const calledAgain = ok(await callOutReserve(db, center, any(row.id), duty));
    expect(calledAgain).toEqual(called);
    const released = ok(await releaseReserve(db, center, any(row.id)));
    expect(ok(await releaseReserve(db, center, any(row.id)))).toEqual(released);
    expect(await findReserve(db, center, row.id)).toEqual(released);
    const fired = await eventsOf(row.id);
    expect(fired.map(({ type, object }) => `${object.version} ${type}`)).toEqual([
      "1 reserve.assigned",
      "3 reserve.no_contact",
      "4 reserve.called_out",
      "5 reserve.released",
    ]);
    for (const { object } of fired) reserveAssignment.parse(object);
    expect(fired[0]).toMatchObject({ object: row, previous: null });
    expect(fired[2]).toMatchObject({ object: called, previous: { status: "NO_CONTACT", calledOutAt: null } });
    expect(fired.at(-1)).toMatchObject({ object: released, previous: { status: "CALLED_OUT", releasedAt: null } });
  });

  test("that is refused fires nothing and changes nothing", async () => {
    const row = await assigned();
    expect(await recordReserveNoContact(db, center, any(row.id))).toMatchObject({ code: "conflict" });
    expect(await releaseReserve(db, center, { id: row.id, expectedVersion: 9 })).toMatchObject({
      code: "precondition_failed",
    });
    expect(await releaseReserve(db, await newCenter(db), any(row.id))).toMatchObject({ code: "not_found" });
    expect(await findReserve(db, center, row.id)).toEqual(row);
    expect(await eventsOf(row.id)).toHaveLength(1);
  });

  test("of a call-out keeps ten hours before a pilot's next reserve", async () => {
    const row = await assigned();
    const next = await assigned({ crewMemberId: row.crewMember.id, windowStart: hours(20), windowEnd: hours(25) });
    const failure = await callOutReserve(db, center, any(row.id), { reportAt: hours(2), dutyEndsAt: hours(12) });
    expect(failure).toMatchObject({ code: "conflict", facts: { conflictingId: next.id } });
  });
});

test("a call-out from long call gives a pilot ten hours of rest after the short call before it", async () => {
  const short = await assigned({ windowStart: hours(1), windowEnd: hours(4) });
  const { id: crewMemberId } = short.crewMember;
  const long = await assigned({ crewMemberId, type: "LONG_CALL", windowStart: hours(4), windowEnd: hours(40) });
  const duty = (report: number) => ({ reportAt: hours(report), dutyEndsAt: hours(report + 1) });
  const early = await callOutReserve(db, center, any(long.id), duty(13));
  expect(early).toMatchObject({ code: "conflict", facts: { conflictingId: short.id } });
  expect(await findReserve(db, center, long.id)).toEqual(long);
  expect(ok(await callOutReserve(db, center, any(long.id), duty(15)))).toMatchObject({ status: "CALLED_OUT" });
});

describe("windows of one person", () => {
  test("never overlap, also when many are assigned at once", async () => {
    const { id: crewMemberId } = await captain();
    const wanted = await draft({ crewMemberId });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => assignReserve(db, center, wanted)));
    const [winner, ...others] = outcomes.filter(isSuccess);
    expect(others).toEqual([]);
    for (const failure of outcomes.filter(isFailure))
      expect(failure).toMatchObject({ code: "conflict", facts: { conflictingId: winner?.id } });
  });

  test("never overlap within a batch, where the earlier one wins", async () => {
    const crewMemberId = (await newCrewMember(db, center, { role: "FLIGHT_ATTENDANT" })).id;
    const wanted = await draft({ crewMemberId });
    const outcomes = await transaction(db, center, (tx) =>
      assignReserves(tx, [
        wanted,
        { ...wanted, windowStart: hours(8), windowEnd: hours(12) },
        { ...wanted, windowStart: wanted.windowEnd, windowEnd: hours(12) },
        { ...wanted, crewMemberId: center },
      ]),
    );
    expect(outcomes.map((one) => (isFailure(one) ? one.code : one.status))).toEqual([
      "AVAILABLE",
      "conflict",
      "AVAILABLE",
      "unprocessable",
    ]);
  });

  test("are free again from an early release on", async () => {
    const row = await assigned({ type: "LONG_CALL" });
    ok(await releaseReserve(db, center, any(row.id)));
    ok(await assignReserve(db, center, await draft({ crewMemberId: row.crewMember.id })));
  });

  test("are kept apart by the database itself", async () => {
    const row = await assigned();
    const twin = statement<never>(
      "test.twin_window",
      `insert into reserve_assignments (center_id, id, version, created_at, updated_at, crew_member_id, type, status,
                                        window_start, window_end, held_until, free_at, search_text, document)
       select center_id, gen_random_uuid(), 1, created_at, updated_at, crew_member_id, type, status, window_start,
              window_end, held_until, free_at, search_text, document
         from reserve_assignments where center_id = $1 and id = $2`,
    );
    await expect(db.run(twin, [center, row.id])).rejects.toThrow("reserve_assignments_overlap");
  });
});

test("an import brings past and state along, and fires nothing", async () => {
  const { id: crewMemberId } = await captain();
  const past = await draft({ crewMemberId, windowStart: hours(-40), windowEnd: hours(-20) });
  const [released, called, bad] = await brought([
    { ...past, status: "RELEASED", releasedAt: hours(-20) },
    {
      ...past,
      crewMemberId: (await captain()).id,
      status: "CALLED_OUT",
      calledOutAt: hours(-30),
      reportAt: hours(-28),
      dutyEndsAt: hours(-20),
    },
    { ...past, crewMemberId: (await captain()).id, status: "NO_CONTACT" },
  ]);
  expect(released).toMatchObject({ status: "RELEASED" });
  expect(called).toMatchObject({ status: "CALLED_OUT" });
  expect(bad).toMatchObject({ code: "invalid_request", facts: { errors: [{ path: "attempts" }] } });
  expect(isSuccess(released) && released !== undefined && (await eventsOf(released.id))).toEqual([]);
});

test("a window that is over releases whoever was not called out, once however many look, the earliest first", async () => {
  const { sandboxId } = await newTwins(db);
  const drafts = await Promise.all(
    Array.from({ length: 60 }, async (_, n) =>
      draft({ windowStart: hours(-30 - n), windowEnd: hours(-20 - n), type: "LONG_CALL" }, sandboxId),
    ),
  );
  const rows = (await brought(drafts, sandboxId)).map((row) => ok(row));
  const called = ok(
    (
      await brought(
        [
          await draft(
            {
              windowStart: hours(-9),
              windowEnd: hours(-5),
              status: "CALLED_OUT",
              calledOutAt: hours(-8),
              reportAt: hours(-7),
              dutyEndsAt: hours(-1),
            },
            sandboxId,
          ),
        ],
        sandboxId,
      )
    )[0] ?? (await assigned()),
  );
  const moved = await Promise.all(Array.from({ length: 8 }, () => tickCenter(db, sandboxId, reserveJobs)));
  expect(moved.reduce((sum, one) => sum + one, 0)).toBe(60);
  expect(await tickCenter(db, sandboxId, reserveJobs)).toBe(0);
  expect(await findReserve(db, sandboxId, called.id)).toEqual(called);
  const fired = (await db.many(eventsQuery, [sandboxId])).map(({ type, data }) => ({
    type,
    ...(JSON.parse(data) as Omit<Fired, "type">),
  }));
  expect(fired).toHaveLength(60);
  for (const { type, object, previous } of fired) {
    expect(type).toBe("reserve.released");
    expect(object).toMatchObject({ status: "RELEASED", releasedAt: object.windowEnd, version: 2 });
    expect(previous).toEqual({ status: "AVAILABLE", releasedAt: null });
    expect(await findReserve(db, sandboxId, object.id)).toEqual(object);
  }
  const byEnd = rows.toSorted((a, b) => a.windowEnd.localeCompare(b.windowEnd)).map(({ id }) => id);
  expect(fired.map(({ object }) => object.id)).toEqual(byEnd);
});

test("a renamed person is renamed in their reserve assignments", async () => {
  const row = await assigned();
  ok(await changeCrewMember(db, center, any(row.crewMember.id), { lastName: "Renamed" }));
  expect(await findReserve(db, center, row.id)).toMatchObject({ version: 1, crewMember: { name: "Robin Renamed" } });
  const call = createCallerFactory(reserveRouter)(keyContext(db, center, "reserve:read"));
  const found = reservePage.parse(await call.list({ search: "robin renamed" }));
  expect(found.data.map(({ id }) => id)).toEqual([row.id]);
});
