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
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Failure, isFailure, isSuccess } from "../../../lib/errors.ts";
import { transaction } from "../../../lib/transaction.ts";
import { plusMs } from "../../../lib/time.ts";
import { findBooking } from "../queries.ts";
import type { Booking } from "../schema.ts";
import { createBooking, createBookings, type NewBooking } from "./create.ts";

let database: TestDatabase;
let db: Db;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  centerId = await newCenter(db);
});
afterAll(() => database.drop());

const NOON = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 12 * 3_600_000).toISOString();
const hour = (count: number): string => plusMs(NOON, count * 3_600_000);

const draft = async (change: Partial<NewBooking> = {}): Promise<NewBooking> => ({
  simulatorId: (await newSimulator(db, centerId)).id,
  trainees: [],
  startsAt: hour(0),
  endsAt: hour(2),
  sessionType: "TRAINING",
  ...change,
});

const refused = (outcome: Booking | Failure): Failure => {
  if (!isFailure(outcome)) throw new Error(`Booked ${outcome.id}, which should have been refused.`);
  return outcome;
};

const countOf = statement<{ count: number }>(
  "test.count",
  "select count(*) as count from bookings where center_id = $1",
);
const bookings = async (): Promise<number> => (await db.one(countOf, [centerId])).count;

const eventsOf = statement<{ type: string; data: string }>(
  "test.events",
  "select type, data from events where center_id = $1 and subject_id = $2 order by id",
);

describe("booking a session", () => {
  test("keeps what is served, quotes names, and fires booking.created once with the same object", async () => {
    const trainee = await newTrainee(db, centerId);
    const instructor = await newCrewMember(db, centerId);
    const wanted = await draft({
      trainees: [{ id: trainee.id, seat: "LEFT" }],
      instructorId: instructor.id,
      notes: "LOFT",
    });
    const booked = ok(await createBooking(db, centerId, wanted));
    expect(booked).toMatchObject({
      version: 1,
      status: "SCHEDULED",
      trainees: [{ id: trainee.id, name: `${trainee.firstName} ${trainee.lastName}`, seat: "LEFT" }],
      instructor: { id: instructor.id, name: `${instructor.firstName} ${instructor.lastName}` },
    });
    expect(await findBooking(db, centerId, booked.id)).toEqual(booked);
    const events = await db.many(eventsOf, [centerId, booked.id]);
    expect(events.map(({ type, data }) => [type, JSON.parse(data)])).toEqual([
      ["booking.created", { object: booked, previous: null }],
    ]);
  });

  test.each(["simulator", "trainee", "instructor"] as const)(
    "refuses a %s who is booked, and names the booking",
    async (who) => {
      const trainee = await newTrainee(db, centerId);
      const instructor = await newCrewMember(db, centerId);
      const first = await draft({ trainees: [{ id: trainee.id, seat: "LEFT" }], instructorId: instructor.id });
      const booked = ok(await createBooking(db, centerId, first));
      const second = await draft({
        startsAt: hour(1),
        endsAt: hour(3),
        ...(who === "simulator" && { simulatorId: first.simulatorId }),
        ...(who === "trainee" && { trainees: [{ id: trainee.id, seat: "RIGHT" }] }),
        ...(who === "instructor" && { instructorId: instructor.id }),
      });
      const failure = refused(await createBooking(db, centerId, second));
      expect(failure).toMatchObject({ code: "booking_overlap", facts: { conflictingId: booked.id } });
    },
  );

  test("may begin in the instant in which the one before ends", async () => {
    const first = await draft();
    ok(await createBooking(db, centerId, first));
    ok(await createBooking(db, centerId, { ...first, startsAt: hour(2), endsAt: hour(4) }));
  });

  test("is free of bookings that are over or cancelled", async () => {
    const simulatorId = (await newSimulator(db, centerId)).id;
    await newBooking(db, centerId, { simulatorId, startsAt: hour(0), endsAt: hour(2), status: "CANCELLED" }, "import");
    ok(await createBooking(db, centerId, await draft({ simulatorId })));
  });

  test("of 50 equal ones at once, one is booked and 49 are told by which", async () => {
    const trainee = await newTrainee(db, centerId);
    const wanted = await draft({ trainees: [{ id: trainee.id, seat: "LEFT" }] });
    const before = await bookings();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => createBooking(db, centerId, wanted)));
    const booked = outcomes.filter(isSuccess);
    expect(booked).toHaveLength(1);
    expect(await bookings()).toBe(before + 1);
    for (const failure of outcomes.filter(isFailure))
      expect(failure).toMatchObject({ code: "booking_overlap", facts: { conflictingId: booked[0]?.id } });
  });

  test("never deadlocks: crossing claims by many end in bookings and conflicts only", async () => {
    const trainees = await Promise.all([1, 2, 3, 4].map(() => newTrainee(db, centerId)));
    const simulators = await Promise.all([1, 2].map(() => newSimulator(db, centerId)));
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const [a, b] = [trainees[n % 4], trainees[(n * 3 + 1) % 4]];
        const simulatorId = simulators[n % 2]?.id ?? "";
        const seats = [a, b].flatMap((one, place) =>
          one ? [{ id: one.id, seat: place === 0 ? ("LEFT" as const) : ("RIGHT" as const) }] : [],
        );
        return createBooking(
          db,
          centerId,
          await draft({
            simulatorId,
            trainees: a === b ? seats.slice(0, 1) : seats,
            startsAt: hour(n % 5),
            endsAt: hour((n % 5) + 2),
          }),
        );
      }),
    );
    for (const failure of outcomes.filter(isFailure)) expect(failure.code).toBe("booking_overlap");
    expect(outcomes.some((outcome) => !isFailure(outcome))).toBe(true);
  });

  test("refuses references of another center as unknown, and lists the simulators there are", async () => {
    const other = await newCenter(db);
    const [foreign, known] = [await newSimulator(db, other), await newSimulator(db, centerId)];
    const failure = refused(await createBooking(db, centerId, await draft({ simulatorId: foreign.id })));
    expect(failure).toMatchObject({ code: "unprocessable", facts: { errors: [{ path: "simulatorId" }] } });
    expect(failure.facts.known?.length).toBeLessThanOrEqual(20);
    expect(failure.facts.known?.every(({ id }) => id !== foreign.id)).toBe(true);
    expect(known.centerId).toBe(centerId);
    const stranger = await newTrainee(db, other);
    const unseated = refused(
      await createBooking(db, centerId, await draft({ trainees: [{ id: stranger.id, seat: "LEFT" }] })),
    );
    expect(unseated.facts.errors).toEqual([{ path: "trainees.0.id", message: expect.stringContaining("no trainee") }]);
    const captain = await newCrewMember(db, centerId, { role: "CAPTAIN" });
    const uninstructed = refused(await createBooking(db, centerId, await draft({ instructorId: captain.id })));
    expect(uninstructed.detail).toContain("not an instructor");
  });

  test("refuses an external reference that another booking has, and names that booking, also in a race", async () => {
    const externalRef = "REF-1";
    const drafts = await Promise.all(Array.from({ length: 8 }, () => draft({ externalRef })));
    const outcomes = await Promise.all(drafts.map((wanted) => createBooking(db, centerId, wanted)));
    const [holder, ...others] = outcomes.filter(isSuccess);
    expect(others).toEqual([]);
    for (const failure of outcomes.filter(isFailure))
      expect(failure).toMatchObject({ code: "duplicate_reference", facts: { conflictingId: holder?.id } });
  });

  test("refused leaves nothing behind, neither row nor event", async () => {
    const wanted = await draft();
    ok(await createBooking(db, centerId, wanted));
    const before = await bookings();
    refused(await createBooking(db, centerId, wanted));
    expect(await bookings()).toBe(before);
  });
});

describe("a batch", () => {
  test("books the earlier of two that collide, and writes what is good", async () => {
    const wanted = await draft();
    const late = { ...wanted, startsAt: hour(1), endsAt: hour(3) };
    const free = await draft();
    const outcomes = await transaction(db, centerId, (tx) => createBookings(tx, [wanted, late, free]));
    expect(outcomes.map(isFailure)).toEqual([false, true, false]);
    const [first, second] = outcomes;
    expect(second).toMatchObject({
      code: "booking_overlap",
      facts: { conflictingId: first && !isFailure(first) && first.id },
    });
  });

  test("that is imported may lie in the past, in any state, and fires nothing", async () => {
    const booked = await newBooking(
      db,
      centerId,
      { startsAt: hour(-900), endsAt: hour(-898), status: "COMPLETED" },
      "import",
    );
    expect(booked.status).toBe("COMPLETED");
    expect(await db.many(eventsOf, [centerId, booked.id])).toEqual([]);
  });
});
