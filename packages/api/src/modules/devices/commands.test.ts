import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newAircraft, newBooking, newCenter, newSimulator, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../lib/errors.ts";
import { transaction } from "../../lib/transaction.ts";
import { findBooking } from "../bookings/queries.ts";
import {
  changeAircraft,
  changeSimulator,
  createAircraft,
  createSimulator,
  createSimulators,
  setSimulatorService,
} from "./commands.ts";
import { findAircraft } from "./queries/aircraft.ts";
import { findSimulator } from "./queries/simulators.ts";
import { lockSimulators, simulatorChoices } from "./reads.ts";
import { aircraft, simulator } from "./schema.ts";

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db);
});
afterAll(() => database.drop());

const anyVersion = (id: string) => ({ id, expectedVersion: null });
const draft = { type: "A320", qualificationLevel: "FFS_D" } as const;

describe("a simulator", () => {
  test("is kept exactly as it was answered, and as the schema says", async () => {
    const created = await newSimulator(database.db, centerId);
    expect(simulator.parse(created)).toEqual(created);
    expect(created).toMatchObject({ status: "IN_SERVICE", version: 1 });
    expect(await findSimulator(database.db, centerId, created.id)).toEqual(created);
  });

  test("has a name of its own within its center", async () => {
    const { db } = database;
    const { id, name } = await newSimulator(db, centerId);
    const taken = { code: "conflict", facts: { conflictingId: id } };
    expect(await createSimulator(db, centerId, { ...draft, name })).toMatchObject(taken);
    const other = await newSimulator(db, centerId);
    expect(await changeSimulator(db, centerId, anyVersion(other.id), { name })).toMatchObject(taken);
    expect(await createSimulator(db, await newCenter(db), { ...draft, name })).toMatchObject({ name });
  });

  test("has a name of its own also when two are added at the same moment, and within a batch", async () => {
    const { db } = database;
    const twins = await Promise.all([1, 2].map(() => createSimulator(db, centerId, { ...draft, name: "Twin" })));
    expect(twins.filter(isSuccess)).toHaveLength(1);
    expect(twins.filter(isFailure)).toMatchObject([{ code: "conflict" }]);
    const outcomes = await transaction(db, centerId, (tx) =>
      createSimulators(tx, [
        { ...draft, name: "One" },
        { ...draft, name: "One" },
        { ...draft, name: "Two" },
      ]),
    );
    expect(outcomes.map(isFailure)).toEqual([false, true, false]);
  });

  test("that is renamed is read by its new name in every booking that quotes it", async () => {
    const { db } = database;
    const before = await newSimulator(db, centerId);
    const booking = await newBooking(db, centerId, { simulatorId: before.id });
    const after = ok(await changeSimulator(db, centerId, anyVersion(before.id), { name: "A321 #1", type: "A321" }));
    expect(after).toMatchObject({ name: "A321 #1", version: 2 });
    expect(await findSimulator(db, centerId, before.id)).toEqual(after);
    expect((await findBooking(db, centerId, booking.id))?.simulator).toEqual({
      id: before.id,
      name: "A321 #1",
      type: "A321",
    });
  });

  test("goes out of service and back, and an idle repeat changes nothing", async () => {
    const { db } = database;
    const { id } = await newSimulator(db, centerId);
    const set = (status: "IN_SERVICE" | "OUT_OF_SERVICE") =>
      transaction(db, centerId, (tx) => setSimulatorService(tx, id, status));
    expect(await set("OUT_OF_SERVICE")).toMatchObject({ status: "OUT_OF_SERVICE", version: 2 });
    expect(await set("OUT_OF_SERVICE")).toMatchObject({ status: "OUT_OF_SERVICE", version: 2 });
    expect(await set("IN_SERVICE")).toMatchObject({ status: "IN_SERVICE", version: 3 });
    expect(await findSimulator(db, centerId, id)).toMatchObject({ status: "IN_SERVICE", version: 3 });
  });

  test("of another center is neither found nor locked", async () => {
    const { db } = database;
    const { id } = await newSimulator(db, await newCenter(db));
    expect(await changeSimulator(db, centerId, anyVersion(id), { type: "B77W" })).toMatchObject({ code: "not_found" });
    expect(await transaction(db, centerId, (tx) => lockSimulators(tx, [id]))).toEqual(new Map());
  });
});

test("the choices of simulators are at most 20, by name", async () => {
  const { db } = database;
  const center = await newCenter(db);
  const names = Array.from({ length: 25 }, (_, n) => `Device ${String.fromCodePoint(65 + n)}`);
  await transaction(db, center, (tx) =>
    createSimulators(
      tx,
      names.toReversed().map((name) => ({ ...draft, name })),
    ),
  );
  const choices = await simulatorChoices(db, center);
  expect(choices.map(({ name }) => name)).toEqual(names.slice(0, 20));
});

describe("an aircraft", () => {
  test("is kept exactly as it was answered, and as the schema says", async () => {
    const created = await newAircraft(database.db, centerId);
    expect(aircraft.parse(created)).toEqual(created);
    expect(created).toMatchObject({ status: "AVAILABLE", version: 1 });
    expect(await findAircraft(database.db, centerId, created.id)).toEqual(created);
  });

  test("has a tail number of its own within its center", async () => {
    const { db } = database;
    const { id, tailNumber } = await newAircraft(db, centerId);
    const taken = { code: "conflict", facts: { conflictingId: id } };
    expect(await createAircraft(db, centerId, { tailNumber, type: "PA44" })).toMatchObject(taken);
    const other = await newAircraft(db, centerId);
    expect(await changeAircraft(db, centerId, anyVersion(other.id), { tailNumber })).toMatchObject(taken);
    const twins = await Promise.all([1, 2].map(() => createAircraft(db, centerId, { tailNumber: "N1", type: "C172" })));
    expect(twins.filter(isSuccess)).toHaveLength(1);
  });

  test("changes its details for the version that the caller saw", async () => {
    const { db } = database;
    const { id } = await newAircraft(db, centerId);
    const target = { id, expectedVersion: 1 };
    const changed = await changeAircraft(db, centerId, target, { type: "PA44" });
    expect(changed).toMatchObject({ type: "PA44", version: 2 });
    expect(await findAircraft(db, centerId, id)).toEqual(changed);
    expect(await changeAircraft(db, centerId, target, { type: "C172" })).toMatchObject({ code: "precondition_failed" });
  });
});
