import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newCrewMember, newTrainee, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { DAY_MS, plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import { changeTrainee } from "../../trainees/commands.ts";
import { findStageCheck, insertStageChecks } from "../queries.ts";
import { type StageCheck, stageCheck } from "../schema.ts";
import { cancelStageCheck, changeStageCheck, failStageCheck, leaveIncomplete, passStageCheck } from "./change.ts";
import { type NewStageCheck, scheduleStageCheck, scheduleStageChecks } from "./create.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let now: string;
let examinerId: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
  now = await transaction(db, center, (tx) => Promise.resolve(tx.now));
  examinerId = (await examiner()).id;
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const examiner = () => newCrewMember(db, center, { role: "CHECK_INSTRUCTOR" });
const draft = async (change: Partial<NewStageCheck> = {}): Promise<NewStageCheck> => ({
  traineeId: change.traineeId ?? (await newTrainee(db, center)).id,
  stage: "Stage II",
  checkInstructorId: examinerId,
  scheduledAt: plusMs(now, DAY_MS),
  ...change,
});
const schedule = async (change: Partial<NewStageCheck> = {}) =>
  ok(await scheduleStageCheck(db, center, await draft(change)));
const bring = (drafts: readonly NewStageCheck[]) =>
  transaction(db, center, (tx) => scheduleStageChecks(tx, drafts), "import");

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.stage_check_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

describe("scheduling", () => {
  test("is of the trainee's own course unless said, as the first attempt", async () => {
    const trainee = await newTrainee(db, center);
    const row = await schedule({ traineeId: trainee.id });
    expect(row).toMatchObject({ course: trainee.course, attempt: 1, recheckOfId: null, status: "SCHEDULED" });
    const other = await schedule({ traineeId: trainee.id, course: "Instrument Rating" });
    expect(other).toMatchObject({ course: "Instrument Rating", attempt: 1 });
  });

  test("after a failed or incomplete check is a recheck, with one attempt more", async () => {
    const { traineeId } = await draft();
    const first = await schedule({ traineeId });
    ok(await failStageCheck(db, center, any(first.id), "Steep turns"));
    const second = await schedule({ traineeId, stage: "stage ii" });
    expect(second).toMatchObject({ attempt: 2, recheckOfId: first.id });
    ok(await leaveIncomplete(db, center, any(second.id), "Weather"));
    const wrong = await scheduleStageCheck(db, center, await draft({ traineeId, recheckOfId: first.id }));
    expect(wrong).toMatchObject({ code: "unprocessable", facts: { errors: [{ path: "recheckOfId" }] } });
    const third = await schedule({ traineeId, recheckOfId: second.id });
    expect(third).toMatchObject({ attempt: 3, recheckOfId: second.id });
    ok(await cancelStageCheck(db, center, any(third.id)));
    expect(await schedule({ traineeId })).toMatchObject({ attempt: 3, recheckOfId: second.id });
  });

  test("of a stage that is passed is refused, also while others try at once", async () => {
    const wanted = await draft();
    const tries = await Promise.all([1, 2, 3, 4, 5].map(() => scheduleStageCheck(db, center, wanted)));
    const [row] = tries.filter(isSuccess);
    expect(tries.filter(isSuccess)).toHaveLength(1);
    for (const refused of tries.filter(isFailure))
      expect(refused).toMatchObject({ code: "conflict", facts: { conflictingId: row?.id } });
    const [passed, ...again] = await Promise.all([
      passStageCheck(db, center, any(row?.id ?? "")),
      scheduleStageCheck(db, center, wanted),
      scheduleStageCheck(db, center, wanted),
    ]);
    expect(passed).toMatchObject({ status: "PASSED" });
    expect(again.every(isFailure)).toBe(true);
    const late = await scheduleStageCheck(db, center, { ...wanted, stage: "STAGE II" });
    expect(late).toMatchObject({ code: "conflict", detail: expect.stringContaining("passed once") as string });
  });

  test("twice cannot even be stored", async () => {
    const row = await schedule();
    const twin = { ...row, id: crypto.randomUUID(), stage: "STAGE II" };
    await expect(transaction(db, center, (tx) => insertStageChecks(tx, [twin]))).rejects.toThrow("stage_checks_stage");
  });

  test("refuses a check instructor who is not one, taught, ever taught, or recommended the trainee", async () => {
    const [instructor, principal, former, recommender] = [
      await newCrewMember(db, center),
      await examiner(),
      await examiner(),
      await examiner(),
    ];
    const { id: traineeId } = await newTrainee(db, center, { primaryInstructorId: former.id });
    ok(await changeTrainee(db, center, any(traineeId), { primaryInstructorId: principal.id }));
    const refusal = async (change: Partial<NewStageCheck>) => {
      const refused = await scheduleStageCheck(db, center, await draft({ traineeId, ...change }));
      return isFailure(refused) ? refused.facts.errors?.map(({ path, message }) => `${path} ${message}`).join() : "";
    };
    expect(await refusal({ checkInstructorId: instructor.id })).toContain("CHECK_INSTRUCTOR");
    expect(await refusal({ checkInstructorId: principal.id })).toContain("141.37(c)");
    expect(await refusal({ checkInstructorId: former.id })).toContain("primary instructor");
    const recommended = { checkInstructorId: recommender.id, recommendedById: recommender.id };
    expect(await refusal(recommended)).toContain("recommended");
    expect(await refusal({ checkInstructorId: traineeId })).toContain("checkInstructorId");
    expect(await refusal({ recommendedById: traineeId })).toContain("recommendedById");
    expect(await refusal({ traineeId: examinerId })).toContain("traineeId");
    expect(await refusal({ scheduledAt: "2020-01-01T00:00:00.000Z" })).toContain("scheduledAt");
    // Whoever recommended the trainee for one stage does not check another.
    await schedule({ traineeId, stage: "Stage I", recommendedById: recommender.id });
    expect(await refusal({ checkInstructorId: recommender.id })).toContain("recommended");
  });
});

describe("an import", () => {
  test("brings a past in any order and state, with its attempts, and fires nothing", async () => {
    const { traineeId } = await draft();
    const past = (days: number) => ({
      scheduledAt: plusMs(now, -days * DAY_MS),
      completedAt: plusMs(now, -days * DAY_MS),
    });
    const outcomes = await bring([
      await draft({ traineeId, status: "PASSED", ...past(10) }),
      await draft({ traineeId, status: "INCOMPLETE", ...past(20) }),
      await draft({ traineeId, status: "FAILED", ...past(30) }),
      await draft({ traineeId, scheduledAt: plusMs(now, DAY_MS) }),
      await draft({ traineeId, stage: "Stage I", status: "PASSED", scheduledAt: plusMs(now, -DAY_MS) }),
    ]);
    expect(outcomes.map((row) => (isFailure(row) ? row.code : `${row.attempt} ${row.status}`))).toEqual([
      "3 PASSED",
      "2 INCOMPLETE",
      "1 FAILED",
      "conflict",
      "invalid_request",
    ]);
    for (const { id } of outcomes.filter(isSuccess)) expect(await eventsOf(id)).toEqual([]);
  });
});

describe("each transition", () => {
  test.each([
    ["stage_check.passed", passStageCheck],
    ["stage_check.failed", failStageCheck],
  ] as const)("to %s fires its event once, with the row as it is read and the earlier values", async (type, end) => {
    const { id } = await schedule();
    const ended = ok(await end(db, center, any(id), "As flown"));
    expect(await end(db, center, any(id), "As flown")).toEqual(ended);
    const events = await eventsOf(id);
    expect(events.map((event) => `${event.version} ${event.type}`)).toEqual(["1 stage_check.scheduled", `2 ${type}`]);
    const payloads = events.map(({ data }) => JSON.parse(data) as { object: StageCheck; previous: unknown });
    for (const { object } of payloads) stageCheck.parse(object);
    expect(payloads.at(-1)?.object).toEqual(await findStageCheck(db, center, id));
    expect(payloads.map(({ previous }) => previous)).toEqual([
      null,
      { status: "SCHEDULED", remarks: null, completedAt: null },
    ]);
  });

  test("that has no event fires none", async () => {
    const [left, called] = [await schedule(), await schedule()];
    ok(
      await changeStageCheck(db, center, any(left.id), {
        remarks: "Bring the plan",
        scheduledAt: plusMs(now, 2 * DAY_MS),
      }),
    );
    expect(ok(await leaveIncomplete(db, center, any(left.id)))).toMatchObject({ status: "INCOMPLETE", version: 3 });
    expect(ok(await cancelStageCheck(db, center, any(called.id), "Unwell"))).toMatchObject({ completedAt: null });
    expect([await eventsOf(left.id), await eventsOf(called.id)].map((events) => events.length)).toEqual([1, 1]);
  });

  test("that is refused fires nothing", async () => {
    const { id } = await schedule();
    expect(await passStageCheck(db, center, { id, expectedVersion: 2 })).toMatchObject({ code: "precondition_failed" });
    expect(await passStageCheck(db, await newCenter(db), any(id))).toMatchObject({ code: "not_found" });
    ok(await failStageCheck(db, center, any(id)));
    expect(await passStageCheck(db, center, any(id))).toMatchObject({ code: "invalid_transition" });
    expect(await changeStageCheck(db, center, any(id), { remarks: "New" })).toMatchObject({
      code: "invalid_transition",
    });
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("is taken once, however many try at once", async () => {
    const { id } = await schedule();
    const ends = [passStageCheck, failStageCheck, passStageCheck, failStageCheck];
    const outcomes = await Promise.all(ends.map((end, index) => end(db, center, any(id), `Try ${index}`)));
    expect(outcomes.filter(isSuccess)).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});

describe("a scheduled check", () => {
  test("is reassigned to a check instructor who has no part in the training, and judged by none who has", async () => {
    const { id: traineeId } = await newTrainee(db, center);
    const [first, second] = [await examiner(), await examiner()];
    const { id } = await schedule({ traineeId, checkInstructorId: first.id, recommendedById: second.id });
    const refused = await changeStageCheck(db, center, any(id), { checkInstructorId: second.id });
    expect(refused).toMatchObject({ code: "unprocessable" });
    ok(await changeTrainee(db, center, any(traineeId), { primaryInstructorId: first.id }));
    ok(await changeTrainee(db, center, any(traineeId), { primaryInstructorId: null }));
    for (const end of [passStageCheck, failStageCheck])
      expect(await end(db, center, any(id))).toMatchObject({ code: "conflict" });
    const moved = await changeStageCheck(db, center, any(id), { checkInstructorId: second.id, recommendedById: null });
    expect(moved).toMatchObject({ checkInstructor: { id: second.id }, recommendedById: null, version: 2 });
    expect(await passStageCheck(db, center, any(id))).toMatchObject({ status: "PASSED" });
  });
});

test("a verdict is of someone who is a check instructor still", async () => {
  const judge = await examiner();
  const row = await schedule({ checkInstructorId: judge.id });
  ok(await changeCrewMember(db, center, any(judge.id), { role: "INSTRUCTOR" }));
  for (const end of [passStageCheck, failStageCheck])
    expect(await end(db, center, any(row.id))).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("must have the role CHECK_INSTRUCTOR") as string,
      facts: { errors: [{ path: "checkInstructorId" }] },
    });
  expect(await findStageCheck(db, center, row.id)).toEqual(row);
  ok(await changeCrewMember(db, center, any(judge.id), { role: "CHECK_INSTRUCTOR" }));
  expect(ok(await passStageCheck(db, center, any(row.id)))).toMatchObject({ status: "PASSED" });
});

test("a renamed trainee or check instructor is renamed in the checks that quote them, also while they change", async () => {
  const [trainee, instructor] = [await newTrainee(db, center), await examiner()];
  const rows = await Promise.all(
    ["Stage I", "Stage II", "Stage III"].map((stage) =>
      schedule({ traineeId: trainee.id, checkInstructorId: instructor.id, stage }),
    ),
  );
  await Promise.all([
    changeTrainee(db, center, any(trainee.id), { lastName: "Renamed" }),
    changeCrewMember(db, center, any(instructor.id), { lastName: "Renamed" }),
    ...rows.map(({ id }) => passStageCheck(db, center, any(id))),
  ]);
  for (const { id } of rows)
    expect(await findStageCheck(db, center, id)).toMatchObject({
      version: 2,
      status: "PASSED",
      trainee: { name: "Casey Renamed" },
      checkInstructor: { name: "Robin Renamed" },
    });
});
