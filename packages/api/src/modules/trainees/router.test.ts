import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newTrainee, ok } from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureOf, createCallerFactory } from "../../lib/trpc.ts";
import { changeTrainee, holdTrainee } from "./commands.ts";
import { traineesRouter } from "./router.ts";
import { traineeFilters, traineePage } from "./schema.ts";

const call = createCallerFactory(traineesRouter);

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db);
});
afterAll(() => database.drop());

const reader = () => call(keyContext(database.db, centerId, "trainees:read"));
const names = async (filters: Partial<Parameters<ReturnType<typeof reader>["list"]>[0]>) => {
  const page = await reader().list(traineeFilters.parse(filters));
  return traineePage.parse(page).data.map(({ firstName }) => firstName);
};

/** Lets the clock pass the row's millisecond, so that the next row is newer also by its time. */
const after = ({ updatedAt }: { updatedAt: string }) => until(() => Date.now() > Date.parse(updatedAt) + 1);

describe("the list of trainees", () => {
  test("finds by status, by words of name, email and employer, and by time of creation, newest first", async () => {
    const { db } = database;
    await newTrainee(db, await newCenter(db), { firstName: "Foreign" });
    const zoe = await newTrainee(db, centerId, { firstName: "Zoë", employer: "Northern Lights Air" });
    await after(zoe);
    const ben = await newTrainee(db, centerId, { firstName: "Ben", email: "ben.quist@example.com" });
    await after(ben);
    const cleo = await newTrainee(db, centerId, { firstName: "Cleo" });
    ok(await holdTrainee(db, centerId, { id: zoe.id, expectedVersion: null }));

    expect(await names({})).toEqual(["Cleo", "Ben", "Zoë"]);
    expect(await names({ status: ["ON_HOLD"] })).toEqual(["Zoë"]);
    expect(await names({ status: ["ON_HOLD", "ACTIVE"] })).toEqual(["Cleo", "Ben", "Zoë"]);
    expect(await names({ search: "zoe" })).toEqual(["Zoë"]);
    expect(await names({ search: "lights" })).toEqual(["Zoë"]);
    expect(await names({ search: "QUIST@" })).toEqual(["Ben"]);
    expect(await names({ search: "zoe", status: ["ACTIVE"] })).toEqual([]);
    expect(await names({ from: cleo.createdAt })).toEqual(["Cleo"]);
    expect(await names({ to: cleo.createdAt, from: zoe.createdAt })).toEqual(["Ben", "Zoë"]);
    expect(await names({ id: [zoe.id, cleo.id] })).toEqual(["Cleo", "Zoë"]);
    expect(await names({ status: ["ACTIVE"], to: cleo.createdAt })).toEqual(["Ben"]);
  });

  test("gives what changed since, and stays whole over pages", async () => {
    const { db } = database;
    await Promise.all((await reader().list({})).data.map(after));
    const last = await newTrainee(db, centerId, { firstName: "Dee" });
    const zoe = (await reader().list({ limit: 50, search: "zoe" })).data[0];
    ok(await changeTrainee(db, centerId, { id: zoe?.id ?? "", expectedVersion: null }, { course: "B777" }));
    expect(await names({ updatedSince: last.updatedAt })).toEqual(["Dee", "Zoë"]);
    const first = await reader().list({ limit: 3 });
    const second = await reader().list({ limit: 3, cursor: first.pagination.nextCursor ?? "" });
    expect([...first.data, ...second.data].map((row) => row.firstName)).toEqual(["Dee", "Cleo", "Ben", "Zoë"]);
    expect(second.pagination.nextCursor).toBeNull();
  });

  test("is read with trainees:read, and changed by the office only", async () => {
    const { db } = database;
    const refusal = (attempt: Promise<unknown>) =>
      attempt.then(
        () => "nothing",
        (error: unknown) => failureOf(error)?.code,
      );
    const draft = { firstName: "Eve", lastName: "Okoro", email: "eve@example.com", course: "B737 Type Rating" };
    expect(await refusal(call(keyContext(db, centerId, "bookings:read")).list({}))).toBe("insufficient_scope");
    expect(await refusal(call(keyContext(db, centerId, "*")).create(draft))).toBe("not_found");
    expect(await refusal(call(memberContext(db, centerId, "INSTRUCTOR")).create(draft))).toBe("insufficient_role");
    const dispatcher = call(memberContext(db, centerId, "DISPATCHER"));
    const eve = await dispatcher.create(draft);
    expect(await dispatcher.hold({ id: eve.id })).toMatchObject({ status: "ON_HOLD" });
    expect(await dispatcher.change({ id: eve.id, course: "B777" })).toMatchObject({ course: "B777", version: 3 });
    expect(await dispatcher.get({ id: eve.id })).toMatchObject({ firstName: "Eve", version: 3 });
  });
});
