import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import {
  newBooking,
  newCenter,
  newCrewMember,
  newSimulator,
  newTrainee,
  ok,
} from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure } from "../../../lib/errors.ts";
import { plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import { lockTrainees } from "../../trainees/reads.ts";
import { cancelWork } from "../../work-orders/commands/change.ts";
import { createWorkOrder } from "../../work-orders/commands/create.ts";
import { findBooking } from "../queries.ts";
import type { BookingChange } from "../schema.ts";
import { cancelBooking, changeBooking, completeBooking, recordNoShow, startBooking } from "./change.ts";
import { createBooking } from "./create.ts";
import { requoteBookings } from "./requote.ts";

let database: TestDatabase;
let db: Db;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  centerId = await newCenter(db);
});
afterAll(() => database.drop());

const noticeDeadlocksAtOnce = statement<never>(
  "test.deadlock_timeout",
  "select set_config('deadlock_timeout', '20ms', true)",
);
const waiting = statement<{ count: number }>(
  "test.waiting",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
);
const any = (id: string) => ({ id, expectedVersion: null });
const eventsOf = statement<{ type: string; data: string }>(
  "test.events",
  "select type, data from events where center_id = $1 and subject_id = $2 order by id",
);
const events = async (id: string) =>
  (await db.many(eventsOf, [centerId, id])).map(({ type, data }) => ({ type, ...(JSON.parse(data) as object) }));
const change = async (id: string, wanted: BookingChange) => changeBooking(db, centerId, any(id), wanted);

describe("changing a booking", () => {
  test("replaces what is given, clears what is null, and fires booking.updated with the earlier values", async () => {
    const instructor = await newCrewMember(db, centerId);
    const row = await newBooking(db, centerId, { instructorId: instructor.id, notes: "old" });
    const later = plusMs(row.startsAt, 3_600_000);
    const next = ok(await change(row.id, { startsAt: later, endsAt: plusMs(later, 7_200_000), notes: null }));
    expect(next).toMatchObject({ version: 2, startsAt: later, notes: null, instructor: { id: instructor.id } });
    expect(await findBooking(db, centerId, row.id)).toEqual(next);
    expect((await events(row.id)).at(-1)).toEqual({
      type: "booking.updated",
      object: next,
      previous: { startsAt: row.startsAt, endsAt: row.endsAt, notes: "old" },
    });
  });

  test("that changes nothing is no change: same version, no event", async () => {
    const row = await newBooking(db, centerId);
    const fired = (await events(row.id)).length;
    expect(await change(row.id, { simulatorId: row.simulator.id, notes: null })).toEqual(row);
    expect(await events(row.id)).toHaveLength(fired);
  });

  test.each([[[]], [null]])("frees the people for others when its trainees become %j", async (nobody) => {
    const trainee = await newTrainee(db, centerId);
    const row = await newBooking(db, centerId, { trainees: [{ id: trainee.id, seat: "LEFT" }] });
    expect(ok(await change(row.id, { trainees: nobody })).trainees).toEqual([]);
    await newBooking(db, centerId, { trainees: [{ id: trainee.id, seat: "LEFT" }] });
  });

  test("waits for a rename of its people without a deadlock", async () => {
    const trainee = await newTrainee(db, centerId);
    const row = await newBooking(db, centerId, { trainees: [{ id: trainee.id, seat: "LEFT" }] });
    let attempts = 0;
    const changes: ReturnType<typeof change>[] = [];
    await transaction(db, centerId, async (tx) => {
      attempts++;
      await tx.run(noticeDeadlocksAtOnce, []);
      await lockTrainees(tx, [trainee.id]);
      if (attempts === 1) changes.push(change(row.id, { notes: "later" }));
      await until(async () => (await db.one(waiting, [])).count > 0);
      await requoteBookings(tx, { person: { id: trainee.id, name: "New Name" } });
    });
    for (const changed of await Promise.all(changes)) expect(ok(changed)).toMatchObject({ notes: "later", version: 2 });
    expect(attempts).toBe(1);
  });

  test("keeps an instructor who has another role by now, and takes nobody new without the role to teach", async () => {
    const { id } = await newCrewMember(db, centerId);
    const row = await newBooking(db, centerId, { instructorId: id });
    ok(await changeCrewMember(db, centerId, any(id), { role: "CAPTAIN" }));
    const later = plusMs(row.startsAt, 3_600_000);
    ok(await change(row.id, { notes: "Bring the charts", externalRef: "REF-3" }));
    const moved = await change(row.id, { startsAt: later, endsAt: plusMs(later, 3_600_000), instructorId: id });
    expect(ok(moved)).toMatchObject({ version: 3, instructor: row.instructor });
    ok(await change(row.id, { instructorId: null }));
    expect(await change(row.id, { instructorId: id })).toMatchObject({
      code: "unprocessable",
      facts: { errors: [{ path: "instructorId" }] },
    });
  });

  test("into another booking's time is refused with its id, and moves nothing", async () => {
    const busy = await newBooking(db, centerId);
    const row = await newBooking(db, centerId);
    const failure = await change(row.id, { simulatorId: busy.simulator.id });
    expect(failure).toMatchObject({ code: "booking_overlap", facts: { conflictingId: busy.id } });
    expect(await findBooking(db, centerId, row.id)).toEqual(row);
  });

  test("two that swap simulators at once never deadlock nor double-book", async () => {
    const [a, b] = [await newBooking(db, centerId), await newBooking(db, centerId)];
    const outcomes = await Promise.all([
      change(a.id, { simulatorId: b.simulator.id }),
      change(b.id, { simulatorId: a.simulator.id }),
    ]);
    for (const outcome of outcomes) expect(isFailure(outcome) && outcome.code).toBe("booking_overlap");
  });

  test("into the past is refused", async () => {
    const row = await newBooking(db, centerId);
    const failure = await change(row.id, { startsAt: "2020-01-01T00:00:00.000Z", endsAt: "2020-01-01T02:00:00.000Z" });
    expect(failure).toMatchObject({ code: "invalid_request", facts: { errors: [{ path: "startsAt" }] } });
  });

  test("of time, device or people is refused once the session runs; notes may change at any time", async () => {
    const row = await newBooking(db, centerId);
    ok(await startBooking(db, centerId, any(row.id)));
    expect(await change(row.id, { trainees: [], sessionType: "DEMO" })).toMatchObject({ code: "invalid_transition" });
    expect(ok(await change(row.id, { notes: "went well" })).notes).toBe("went well");
  });

  test("by someone who saw another version is refused", async () => {
    const row = await newBooking(db, centerId);
    ok(await change(row.id, { notes: "first" }));
    const late = await changeBooking(db, centerId, { id: row.id, expectedVersion: 1 }, { notes: "second" });
    expect(late).toMatchObject({ code: "precondition_failed" });
  });

  test("of another center's booking finds nothing", async () => {
    const foreign = await newBooking(db, await newCenter(db));
    expect(await change(foreign.id, { notes: "mine" })).toMatchObject({ code: "not_found" });
  });
});

describe("on a device that went out of service, a booking", () => {
  const grounded = async (session: Parameters<typeof newBooking>[2] = {}) => {
    const { id: simulatorId } = await newSimulator(db, centerId);
    const row = await newBooking(db, centerId, { simulatorId, ...session });
    const defect = ok(
      await createWorkOrder(db, centerId, { simulatorId, title: "Host computer", priority: "CRITICAL" }),
    );
    const repair = () => cancelWork(db, centerId, any(defect.id), null);
    return { row, repair };
  };
  const refused = { code: "device_out_of_service" };

  test("is given no other time, as no new one is, but other people, notes, and an end", async () => {
    const { row, repair } = await grounded();
    const later = { startsAt: plusMs(row.startsAt, 3_600_000), endsAt: plusMs(row.endsAt, 3_600_000) };
    expect(await change(row.id, later)).toMatchObject(refused);
    expect(await findBooking(db, centerId, row.id)).toEqual(row);
    const instructorId = (await newCrewMember(db, centerId)).id;
    ok(await change(row.id, { instructorId, notes: "Waiting for the repair" }));
    ok(await repair());
    expect(ok(await change(row.id, later))).toMatchObject({ ...later, version: 3 });
    const other = await grounded();
    expect(ok(await cancelBooking(db, centerId, any(other.row.id), "Repair")).status).toBe("CANCELLED");
  });

  test("starts when it is for maintenance", async () => {
    const { row } = await grounded({ sessionType: "MAINTENANCE", trainees: [] });
    expect(ok(await startBooking(db, centerId, any(row.id))).status).toBe("IN_PROGRESS");
  });

  test("does not start before the repair", async () => {
    const { row, repair } = await grounded();
    expect(await startBooking(db, centerId, any(row.id))).toMatchObject(refused);
    expect(await findBooking(db, centerId, row.id)).toEqual(row);
    ok(await repair());
    expect(ok(await startBooking(db, centerId, any(row.id))).status).toBe("IN_PROGRESS");
  });
});

describe("a booking's life", () => {
  test("fires each transition once, in the state it enters", async () => {
    const row = await newBooking(db, centerId);
    ok(await startBooking(db, centerId, any(row.id)));
    const done = ok(await completeBooking(db, centerId, any(row.id)));
    expect(done).toMatchObject({ status: "COMPLETED", version: 3 });
    expect((await events(row.id)).map(({ type }) => type)).toEqual([
      "booking.created",
      "booking.started",
      "booking.completed",
    ]);
    expect((await events(row.id)).at(-1)).toMatchObject({ object: done, previous: { status: "IN_PROGRESS" } });
  });

  test("ends with a cancellation and its reason, once", async () => {
    const row = await newBooking(db, centerId);
    const cancelled = ok(await change(row.id, { status: "CANCELLED", cancelReason: "Fog" }));
    expect(cancelled).toMatchObject({ status: "CANCELLED", cancelReason: "Fog" });
    expect(await cancelBooking(db, centerId, any(row.id), "Again")).toMatchObject({
      code: "invalid_transition",
      facts: { allowed: [] },
    });
    expect((await events(row.id)).map(({ type }) => type)).toEqual(["booking.created", "booking.cancelled"]);
  });

  test("cannot be cancelled without a reason, nor changed and cancelled at once", async () => {
    const row = await newBooking(db, centerId);
    expect(await change(row.id, { status: "CANCELLED" })).toMatchObject({
      facts: { errors: [{ path: "cancelReason" }] },
    });
    expect(await change(row.id, { status: "CANCELLED", cancelReason: "Fog", notes: "x" })).toMatchObject({
      facts: { errors: [{ path: "notes" }] },
    });
    expect(await change(row.id, { cancelReason: "Fog" })).toMatchObject({
      facts: { errors: [{ path: "cancelReason" }] },
    });
  });

  test("knows a no-show only after the start", async () => {
    const row = await newBooking(db, centerId);
    expect(await recordNoShow(db, centerId, any(row.id))).toMatchObject({ code: "invalid_transition" });
    const past = new Date(Date.now() - 60_000).toISOString();
    const missed = await newBooking(db, centerId, { startsAt: past, endsAt: plusMs(past, 3_600_000) }, "import");
    expect(ok(await recordNoShow(db, centerId, any(missed.id))).status).toBe("NO_SHOW");
  });

  test("frees its device when it is cancelled", async () => {
    const simulatorId = (await newSimulator(db, centerId)).id;
    const row = await newBooking(db, centerId, { simulatorId });
    ok(await cancelBooking(db, centerId, any(row.id), "Fog"));
    ok(
      await createBooking(db, centerId, {
        simulatorId,
        trainees: [],
        startsAt: row.startsAt,
        endsAt: row.endsAt,
        sessionType: "DEMO",
      }),
    );
  });
});
