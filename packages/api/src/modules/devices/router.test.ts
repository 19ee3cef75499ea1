import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newAircraft, newCenter, newSimulator } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { setSimulatorService } from "./commands.ts";
import { aircraftRouter, simulatorsRouter } from "./router.ts";
import { aircraftPage, simulatorPage } from "./schema.ts";

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db);
});
afterAll(() => database.drop());

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "nothing",
    (error: unknown) => failureOf(error)?.code,
  );

test("simulators are listed by status and id, newest first", async () => {
  const { db } = database;
  const [first, second] = [await newSimulator(db, centerId), await newSimulator(db, centerId)];
  await transaction(db, centerId, (tx) => setSimulatorService(tx, first.id, "OUT_OF_SERVICE"));
  const viewer = createCallerFactory(simulatorsRouter)(memberContext(db, centerId, "VIEWER"));
  const ids = async (filters: Parameters<typeof viewer.list>[0]) =>
    simulatorPage.parse(await viewer.list(filters)).data.map(({ id }) => id);
  expect(await ids({})).toEqual([second.id, first.id]);
  expect(await ids({ status: ["OUT_OF_SERVICE"] })).toEqual([first.id]);
  expect(await ids({ id: [second.id] })).toEqual([second.id]);
  expect(await viewer.get({ id: second.id })).toEqual(second);
  expect(await refusal(viewer.get({ id: centerId }))).toBe("not_found");
});

test("aircraft are listed by status and id, newest first", async () => {
  const { db } = database;
  const [first, second] = [await newAircraft(db, centerId), await newAircraft(db, centerId)];
  const viewer = createCallerFactory(aircraftRouter)(memberContext(db, centerId, "VIEWER"));
  expect(aircraftPage.parse(await viewer.list({})).data).toEqual([second, first]);
  expect((await viewer.list({ status: ["GROUNDED"] })).data).toEqual([]);
  expect((await viewer.list({ id: [first.id] })).data).toEqual([first]);
  expect(await viewer.get({ id: first.id })).toEqual(first);
});

test("devices are changed by maintenance and admins, and never over a key", async () => {
  const { db } = database;
  const draft = { name: "CRJ-700 #1", type: "CRJ7", qualificationLevel: "FFS_C" } as const;
  const call = createCallerFactory(simulatorsRouter);
  expect(await refusal(call(memberContext(db, centerId, "DISPATCHER")).create(draft))).toBe("insufficient_role");
  expect(await refusal(call(keyContext(db, centerId, "*")).create(draft))).toBe("not_found");
  const maintenance = call(memberContext(db, centerId, "MAINTENANCE"));
  const { id } = await maintenance.create(draft);
  expect(await maintenance.change({ id, type: "CRJ9" })).toMatchObject({ type: "CRJ9", version: 2 });
  const fleet = createCallerFactory(aircraftRouter)(memberContext(db, centerId, "ADMIN"));
  const tail = await fleet.create({ tailNumber: "N77AA", type: "PA44" });
  expect(await fleet.change({ id: tail.id, type: "C172" })).toMatchObject({ type: "C172", version: 2 });
});
