import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import {
  keyContext,
  memberContext,
  newCenter,
  newCrewMember,
  newTrainee,
  ok,
} from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { scheduleStageChecks } from "./commands/create.ts";
import { stageChecksRouter } from "./router.ts";
import { stageCheckFilters, stageCheckPage } from "./schema.ts";

const call = createCallerFactory(stageChecksRouter);

let database: TestDatabase;
let center: CenterId;
let now: string;

beforeAll(async () => {
  database = await testDatabase();
  center = await newCenter(database.db);
  now = await transaction(database.db, center, (tx) => Promise.resolve(tx.now));
});
afterAll(() => database.drop());

const stages = async (filters: Record<string, unknown>) => {
  const reader = call(keyContext(database.db, center, "stage_checks:read"));
  const page = await reader.list(stageCheckFilters.parse(filters));
  return stageCheckPage
    .parse(page)
    .data.map(({ stage }) => stage)
    .toSorted();
};

test("the list finds by status, trainee, words of course and stage, and time of the check", async () => {
  const { db } = database;
  const [casey, robin] = [await newTrainee(db, center, { course: "Instrument Rating" }), await newTrainee(db, center)];
  const { id: checkInstructorId } = await newCrewMember(db, center, { role: "CHECK_INSTRUCTOR" });
  const old = plusMs(now, -90 * DAY_MS);
  const ahead = plusMs(now, DAY_MS);
  const outcomes = await transaction(
    db,
    center,
    (tx) =>
      scheduleStageChecks(tx, [
        {
          traineeId: casey.id,
          checkInstructorId,
          stage: "Stage I",
          scheduledAt: old,
          status: "PASSED",
          completedAt: old,
        },
        { traineeId: casey.id, checkInstructorId, stage: "Stage II", scheduledAt: ahead },
        { traineeId: robin.id, checkInstructorId, stage: "Final", scheduledAt: ahead },
      ]),
    "import",
  );
  const [first] = outcomes.map(ok);
  expect(await stages({})).toEqual(["Final", "Stage I", "Stage II"]);
  expect(await stages({ status: ["PASSED", "FAILED"] })).toEqual(["Stage I"]);
  expect(await stages({ traineeId: casey.id })).toEqual(["Stage I", "Stage II"]);
  expect(await stages({ search: "instrument" })).toEqual(["Stage I", "Stage II"]);
  expect(await stages({ search: "final" })).toEqual(["Final"]);
  expect(await stages({ from: old, to: now })).toEqual(["Stage I"]);
  expect(await stages({ from: old, status: ["SCHEDULED"] })).toEqual(["Final", "Stage II"]);
  expect(await stages({ from: now, to: plusMs(now, 2 * DAY_MS), traineeId: casey.id })).toEqual(["Stage II"]);
  expect(await stages({ id: [first?.id] })).toEqual(["Stage I"]);
  expect(await stages({ updatedSince: first?.updatedAt, status: ["PASSED"] })).toEqual(["Stage I"]);
});

test("stage checks are read with stage_checks:read, and changed by instructors only", async () => {
  const { db } = database;
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const { id: traineeId } = await newTrainee(db, center);
  const { id: checkInstructorId } = await newCrewMember(db, center, { role: "CHECK_INSTRUCTOR" });
  const draft = { traineeId, checkInstructorId, stage: "Stage I", scheduledAt: plusMs(now, DAY_MS) };
  expect(await refusal(call(keyContext(db, center, "trainees:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(keyContext(db, center, "*")).schedule(draft))).toBe("not_found");
  expect(await refusal(call(memberContext(db, center, "MAINTENANCE")).schedule(draft))).toBe("insufficient_role");
  const instructor = call(memberContext(db, center, "INSTRUCTOR"));
  const { id } = await instructor.schedule(draft);
  expect(await instructor.change({ id, remarks: "Bring the plan" })).toMatchObject({ version: 2 });
  expect(await instructor.fail({ id })).toMatchObject({ status: "FAILED", remarks: "Bring the plan" });
  const recheck = await instructor.schedule(draft);
  expect(await instructor.leaveIncomplete({ id: recheck.id })).toMatchObject({ status: "INCOMPLETE", attempt: 2 });
  const next = await instructor.schedule(draft);
  expect(await instructor.cancel({ id: next.id, remarks: "Unwell" })).toMatchObject({ status: "CANCELLED" });
  const last = await instructor.schedule(draft);
  expect(await instructor.pass({ id: last.id })).toMatchObject({ status: "PASSED", attempt: 3 });
  expect(await instructor.get({ id: last.id })).toMatchObject({ version: 2 });
});
