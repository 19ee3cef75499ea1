import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newBooking, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { transaction } from "../../lib/transaction.ts";
import { findBooking } from "../bookings/queries.ts";
import { changeCrewMember, createCrewMember, createCrewMembers } from "./commands.ts";
import { findCrewMember } from "./queries/members.ts";
import { lockCrewMembers } from "./reads.ts";
import { type CrewDraft, crewMember } from "./schema.ts";

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db);
});
afterAll(() => database.drop());

const anyVersion = (id: string) => ({ id, expectedVersion: null });
const draft = (employeeNumber: string): CrewDraft => ({
  firstName: "Noor",
  lastName: "Haddad",
  employeeNumber,
  email: "noor@example.com",
  role: "CAPTAIN",
  base: "SEA",
  aircraftTypes: ["B738", "B739"],
});

describe("a crew member", () => {
  test("is kept exactly as it was answered, and as the schema says", async () => {
    const created = await newCrewMember(database.db, centerId);
    expect(crewMember.parse(created)).toEqual(created);
    expect(await findCrewMember(database.db, centerId, created.id)).toEqual(created);
  });

  test("has an employee number and a user of their own within the center", async () => {
    const { db } = database;
    const { id, employeeNumber, userId } = await newCrewMember(db, centerId);
    const taken = { code: "conflict", facts: { conflictingId: id } };
    expect(await createCrewMember(db, centerId, draft(employeeNumber))).toMatchObject(taken);
    expect(await createCrewMember(db, centerId, { ...draft("E-9"), userId })).toMatchObject(taken);
    const other = await newCrewMember(db, centerId);
    expect(await changeCrewMember(db, centerId, anyVersion(other.id), { employeeNumber })).toMatchObject(taken);
    expect(isFailure(await createCrewMember(db, await newCenter(db), { ...draft(employeeNumber), userId }))).toBe(
      false,
    );
  });

  test("has a number of their own also when two join at the same moment, and within a batch", async () => {
    const { db } = database;
    const twins = await Promise.all([1, 2].map(() => createCrewMember(db, centerId, draft("E-TWIN"))));
    expect(twins.filter(isSuccess)).toHaveLength(1);
    expect(twins.filter(isFailure)).toMatchObject([{ code: "conflict" }]);
    const userId = newId();
    const outcomes = await transaction(
      db,
      centerId,
      (tx) =>
        createCrewMembers(tx, [{ ...draft("E-1"), userId }, draft("E-1"), { ...draft("E-2"), userId }, draft("E-3")]),
      "import",
    );
    expect(outcomes.map(isFailure)).toEqual([false, true, true, false]);
  });

  test("who is renamed is read by the new name in every booking that quotes them", async () => {
    const { db } = database;
    const before = await newCrewMember(db, centerId);
    const booking = await newBooking(db, centerId, { instructorId: before.id });
    const after = ok(await changeCrewMember(db, centerId, anyVersion(before.id), { lastName: "Berg", base: "PDX" }));
    expect(after).toMatchObject({ lastName: "Berg", base: "PDX", version: 2 });
    expect(await findCrewMember(db, centerId, before.id)).toEqual(after);
    expect((await findBooking(db, centerId, booking.id))?.instructor).toEqual({ id: before.id, name: "Robin Berg" });
  });

  test("changes for the version that the caller saw, and not at all when nothing differs", async () => {
    const { db } = database;
    const before = await newCrewMember(db, centerId);
    const target = { id: before.id, expectedVersion: 1 };
    expect(await changeCrewMember(db, centerId, target, { base: before.base })).toEqual(before);
    expect(await changeCrewMember(db, centerId, target, { base: "PDX" })).toMatchObject({ version: 2 });
    expect(await changeCrewMember(db, centerId, target, { base: "SEA" })).toMatchObject({
      code: "precondition_failed",
    });
  });

  test("of another center is neither found nor locked", async () => {
    const { db } = database;
    const { id } = await newCrewMember(db, await newCenter(db));
    expect(await changeCrewMember(db, centerId, anyVersion(id), { base: "SEA" })).toMatchObject({ code: "not_found" });
    expect(await transaction(db, centerId, (tx) => lockCrewMembers(tx, [id]))).toEqual(new Map());
  });
});
