import { type CenterId, statement } from "@aviationalley/db/client.ts";
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
import { isFailure } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { transaction } from "../../lib/transaction.ts";
import { findBooking } from "../bookings/queries.ts";
import {
  changeTrainee,
  completeTrainee,
  createTrainee,
  createTrainees,
  holdTrainee,
  resumeTrainee,
  withdrawTrainee,
} from "./commands.ts";
import { findTrainee } from "./queries.ts";
import { trainee } from "./schema.ts";

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db, { timezone: "Pacific/Kiritimati" });
});
afterAll(() => database.drop());

const anyVersion = (id: string) => ({ id, expectedVersion: null });
const draft = { firstName: "Ana", lastName: "Silva", email: "ana@example.com", course: "A320 Recurrent" };

describe("enrolling", () => {
  test("keeps the trainee exactly as it was answered, and as the schema says", async () => {
    const created = await newTrainee(database.db, centerId, { employer: "Cascade" });
    expect(trainee.parse(created)).toEqual(created);
    expect(await findTrainee(database.db, centerId, created.id)).toEqual(created);
    expect(created).toMatchObject({ status: "ACTIVE", version: 1, primaryInstructorId: null, employer: "Cascade" });
  });

  test("enrolls today by the center's calendar, unless said", async () => {
    const today = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
    expect((await newTrainee(database.db, centerId)).enrolledOn).toBe(today);
    expect((await newTrainee(database.db, centerId, { enrolledOn: "2020-02-29" })).enrolledOn).toBe("2020-02-29");
  });

  test("refuses an instructor who is not of this center, or does not instruct", async () => {
    const foreign = await newCrewMember(database.db, await newCenter(database.db));
    const captain = await newCrewMember(database.db, centerId, { role: "CAPTAIN" });
    for (const id of [newId(), foreign.id, captain.id])
      expect(await createTrainee(database.db, centerId, { ...draft, primaryInstructorId: id })).toMatchObject({
        code: "unprocessable",
        facts: { errors: [{ path: "primaryInstructorId" }] },
      });
  });

  test("in a batch writes the good ones, and answers each at its place", async () => {
    const outcomes = await transaction(
      database.db,
      centerId,
      (tx) =>
        createTrainees(tx, [
          { ...draft, status: "COMPLETED", enrolledOn: "2024-01-01" },
          { ...draft, primaryInstructorId: newId() },
          { ...draft, lastName: "Sousa" },
        ]),
      "import",
    );
    expect(outcomes.map(isFailure)).toEqual([false, true, false]);
    for (const outcome of outcomes)
      if (!isFailure(outcome)) expect(await findTrainee(database.db, centerId, outcome.id)).toEqual(outcome);
    expect(outcomes[0]).toMatchObject({ status: "COMPLETED" });
  });
});

describe("changing", () => {
  test("replaces what is given, clears what is null, and raises the version", async () => {
    const before = await newTrainee(database.db, centerId, { employer: "Cascade" });
    const after = ok(
      await changeTrainee(database.db, centerId, anyVersion(before.id), { employer: null, course: "B777" }),
    );
    expect(after).toEqual({ ...before, employer: null, course: "B777", version: 2, updatedAt: after.updatedAt });
    expect(await findTrainee(database.db, centerId, before.id)).toEqual(after);
  });

  test("changes nothing when nothing differs", async () => {
    const before = await newTrainee(database.db, centerId);
    const same = await changeTrainee(database.db, centerId, anyVersion(before.id), { course: before.course });
    expect(same).toEqual(before);
  });

  test("holds only for the version that the caller saw", async () => {
    const { id } = await newTrainee(database.db, centerId);
    const target = { id, expectedVersion: 1 };
    expect(await changeTrainee(database.db, centerId, target, { course: "B777" })).toMatchObject({ version: 2 });
    expect(await changeTrainee(database.db, centerId, target, { course: "B787" })).toMatchObject({
      code: "precondition_failed",
    });
  });

  test("of a name is read in every booking that quotes it", async () => {
    const casey = await newTrainee(database.db, centerId);
    const booking = await newBooking(database.db, centerId, { trainees: [{ id: casey.id, seat: "LEFT" }] });
    ok(await changeTrainee(database.db, centerId, anyVersion(casey.id), { firstName: "Kim", lastName: "Castro" }));
    expect((await findBooking(database.db, centerId, booking.id))?.trainees).toEqual([
      { id: casey.id, name: "Kim Castro", seat: "LEFT" },
    ]);
  });

  test("of a name reaches also the bookings that are made at the same moment", async () => {
    const { db } = database;
    const casey = await newTrainee(db, centerId);
    const simulatorId = (await newSimulator(db, centerId)).id;
    const book = (day: number) =>
      newBooking(db, centerId, {
        simulatorId,
        trainees: [{ id: casey.id, seat: "LEFT" }],
        startsAt: `2099-01-${day}T08:00:00.000Z`,
        endsAt: `2099-01-${day}T10:00:00.000Z`,
      });
    const days = [11, 12, 13, 14, 15, 16];
    const [, ...booked] = await Promise.all([
      changeTrainee(db, centerId, anyVersion(casey.id), { firstName: "Kim", lastName: "Castro" }),
      ...days.map(book),
    ]);
    for (const { id } of booked)
      expect((await findBooking(db, centerId, id))?.trainees).toMatchObject([{ name: "Kim Castro" }]);
  });

  test("of the primary instructor remembers all who ever were", async () => {
    const [first, second] = [
      await newCrewMember(database.db, centerId),
      await newCrewMember(database.db, centerId, { role: "CHECK_INSTRUCTOR" }),
    ];
    const { id } = await newTrainee(database.db, centerId, { primaryInstructorId: first.id });
    for (const primaryInstructorId of [second.id, first.id, null])
      ok(await changeTrainee(database.db, centerId, anyVersion(id), { primaryInstructorId }));
    const remembered = await database.db.many(
      statement<{ crew_member_id: string }>(
        "test.primary_instructors",
        "select crew_member_id from trainee_primary_instructors where center_id = $1 and trainee_id = $2 order by since",
      ),
      [centerId, id],
    );
    expect(remembered.map((row) => row.crew_member_id)).toEqual([first.id, second.id]);
  });
});

describe("transitions", () => {
  test("lead on hold and back, to completion or withdrawal, and stay there", async () => {
    const { db } = database;
    const { id } = await newTrainee(db, centerId);
    const target = anyVersion(id);
    expect(await holdTrainee(db, centerId, target)).toMatchObject({ status: "ON_HOLD", version: 2 });
    expect(await completeTrainee(db, centerId, target)).toMatchObject({ code: "invalid_transition" });
    expect(await resumeTrainee(db, centerId, target)).toMatchObject({ status: "ACTIVE", version: 3 });
    expect(await completeTrainee(db, centerId, target)).toMatchObject({ status: "COMPLETED", version: 4 });
    expect(await withdrawTrainee(db, centerId, target)).toMatchObject({ code: "invalid_transition" });
    const other = await newTrainee(db, centerId);
    expect(await withdrawTrainee(db, centerId, anyVersion(other.id))).toMatchObject({ status: "WITHDRAWN" });
  });

  test("do not reach another center's trainee", async () => {
    const { id } = await newTrainee(database.db, await newCenter(database.db));
    const target = anyVersion(id);
    for (const refused of [
      await holdTrainee(database.db, centerId, target),
      await changeTrainee(database.db, centerId, target, { course: "B777" }),
    ])
      expect(refused).toMatchObject({ code: "not_found" });
  });
});
