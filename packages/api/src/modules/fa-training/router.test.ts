import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { createFaTrainings } from "./commands/create.ts";
import { monthOf, plusMonths } from "./months.ts";
import { faTrainingRouter } from "./router.ts";
import { faTrainingFilters, faTrainingPage } from "./schema.ts";

const call = createCallerFactory(faTrainingRouter);

let database: TestDatabase;
let center: CenterId;
let today: string;

beforeAll(async () => {
  database = await testDatabase();
  center = await newCenter(database.db);
  today = await transaction(database.db, center, (tx) => Promise.resolve(localDate(tx.now, tx.zone)));
});
afterAll(() => database.drop());

const found = async (filters: Record<string, unknown>) => {
  const reader = call(keyContext(database.db, center, "fa_training:read"));
  const page = faTrainingPage.parse(await reader.list(faTrainingFilters.parse(filters)));
  return page.data.map(({ kind, aircraftType }) => `${kind} ${aircraftType}`).toSorted();
};

test("the list finds by status, cycle, type, person, words and day of expiry", async () => {
  const { db } = database;
  const [robin, casey] = [
    await newCrewMember(db, center, { lastName: "Adeyemi" }),
    await newCrewMember(db, center, { firstName: "Casey", lastName: "Lindqvist" }),
  ];
  const base = (months: number) => plusMonths(monthOf(today), months);
  const drafts = [
    { crewMemberId: robin.id, kind: "RECURRENT", aircraftType: "B738", baseMonth: base(0) },
    { crewMemberId: robin.id, kind: "EMERGENCY_DRILL", aircraftType: null, baseMonth: base(-40) },
    { crewMemberId: casey.id, kind: "RECURRENT", aircraftType: "A320", baseMonth: base(-12) },
  ] as const;
  const [first, drill] = (await transaction(db, center, (tx) => createFaTrainings(tx, drafts), "import")).map(ok);
  expect(await found({})).toEqual(["EMERGENCY_DRILL null", "RECURRENT A320", "RECURRENT B738"]);
  expect(await found({ status: ["EXPIRED", "DUE"] })).toEqual(["EMERGENCY_DRILL null", "RECURRENT A320"]);
  expect(await found({ kind: ["EMERGENCY_DRILL"] })).toEqual(["EMERGENCY_DRILL null"]);
  expect(await found({ aircraftType: "A320" })).toEqual(["RECURRENT A320"]);
  expect(await found({ crewMemberId: robin.id })).toEqual(["EMERGENCY_DRILL null", "RECURRENT B738"]);
  expect(await found({ search: "lindq" })).toEqual(["RECURRENT A320"]);
  expect(await found({ from: first?.expiresOn, to: first?.expiresOn })).toEqual(["RECURRENT B738"]);
  expect(await found({ to: drill?.expiresOn })).toEqual(["EMERGENCY_DRILL null"]);
  expect(await found({ from: drill?.expiresOn, status: ["DUE"] })).toEqual(["RECURRENT A320"]);
  expect(await found({ id: [first?.id] })).toEqual(["RECURRENT B738"]);
  expect(await found({ updatedSince: first?.updatedAt, kind: ["RECURRENT"] })).toEqual([
    "RECURRENT A320",
    "RECURRENT B738",
  ]);
});

test("currencies are read with fa_training:read, and changed by instructors only", async () => {
  const { db } = database;
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const { id: crewMemberId } = await newCrewMember(db, center);
  const draft = { crewMemberId, kind: "RECURRENT", baseMonth: plusMonths(monthOf(today), -12) } as const;
  expect(await refusal(call(keyContext(db, center, "crew:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(keyContext(db, center, "*")).create(draft))).toBe("not_found");
  expect(await refusal(call(memberContext(db, center, "DISPATCHER")).create(draft))).toBe("insufficient_role");
  const instructor = call(memberContext(db, center, "INSTRUCTOR"));
  const { id } = await instructor.create(draft);
  const done = { kind: "RECURRENT", completedOn: today, certifiedBy: "Jordan Whitfield" } as const;
  expect(await instructor.complete({ id, ...done })).toMatchObject({ version: 2, status: "CURRENT" });
  expect(await instructor.get({ id })).toMatchObject({ version: 2 });
  expect(await call(memberContext(db, center, "VIEWER")).completions({ id })).toMatchObject([done]);
});
