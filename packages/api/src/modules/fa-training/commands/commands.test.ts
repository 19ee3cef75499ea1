import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { localDate } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import { monthOf, plusMonths } from "../months.ts";
import { findCompletions, findFaTraining } from "../queries.ts";
import { type Completion, faTraining, type FaTraining, type FaTrainingDraft } from "../schema.ts";
import { completeFaTraining } from "./complete.ts";
import { createFaTraining, createFaTrainings } from "./create.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let today: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
  today = await transaction(db, center, (tx) => Promise.resolve(localDate(tx.now, tx.zone)));
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const monthsFromNow = (months: number) => plusMonths(monthOf(today), months);
const draft = async (change: Partial<FaTrainingDraft> = {}): Promise<FaTrainingDraft> => ({
  crewMemberId: change.crewMemberId ?? (await newCrewMember(db, center, { role: "FLIGHT_ATTENDANT" })).id,
  kind: "RECURRENT",
  aircraftType: "B738",
  baseMonth: monthsFromNow(-12),
  ...change,
});
const create = async (change: Partial<FaTrainingDraft> = {}) =>
  ok(await createFaTraining(db, center, await draft(change)));
const done = (kind: Completion["kind"] = "RECURRENT"): Completion => ({
  kind,
  completedOn: today,
  certifiedBy: "Jordan Whitfield",
});

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.fa_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

describe("a completion", () => {
  test("is appended, and told once with the row as it is read and its earlier values", async () => {
    const { id, baseMonth, dueMonth, expiresOn, status } = await create();
    expect(status).toBe("DUE");
    const saved = ok(await completeFaTraining(db, center, any(id), done()));
    expect(await completeFaTraining(db, center, any(id), done())).toEqual(saved);
    expect(saved).toMatchObject({ status: "CURRENT", baseMonth: monthsFromNow(0), dueMonth: monthsFromNow(12) });
    const events = await eventsOf(id);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual(["2 fa_training.completed"]);
    const { object, previous } = JSON.parse(events[0]?.data ?? "") as { object: FaTraining; previous: unknown };
    expect(faTraining.parse(object)).toEqual(await findFaTraining(db, center, id));
    expect(previous).toEqual({ baseMonth, dueMonth, expiresOn, lastCompletion: null, status: "DUE" });
    expect(await findCompletions(db, center, id)).toEqual([{ ...done(), recordedAt: saved.updatedAt }]);
  });

  test("of what expired is refused and leaves nothing behind, but for requalification", async () => {
    const row = await create({ baseMonth: monthsFromNow(-14) });
    expect(row.status).toBe("EXPIRED");
    const refused = await completeFaTraining(db, center, any(row.id), done());
    expect(refused).toMatchObject({ code: "invalid_transition", facts: { allowed: ["CURRENT"] } });
    expect(await findFaTraining(db, center, row.id)).toEqual(row);
    expect(await eventsOf(row.id)).toEqual([]);
    const restored = ok(await completeFaTraining(db, center, any(row.id), done("REQUALIFICATION")));
    expect(restored).toMatchObject({ status: "CURRENT", baseMonth: monthsFromNow(0) });
    expect(await eventsOf(row.id)).toHaveLength(1);
  });

  test("is recorded once, however many record it at once", async () => {
    const { id } = await create();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => completeFaTraining(db, center, any(id), done())),
    );
    expect(outcomes.every(isSuccess)).toBe(true);
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await findCompletions(db, center, id)).toHaveLength(1);
  });

  test("names a row of the center, at the version that was seen", async () => {
    const { id } = await create();
    expect(await completeFaTraining(db, await newCenter(db), any(id), done())).toMatchObject({ code: "not_found" });
    const stale = await completeFaTraining(db, center, { id, expectedVersion: 7 }, done());
    expect(stale).toMatchObject({ code: "precondition_failed" });
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe("keeping a currency", () => {
  test("refuses people that the center does not have, and a second row of the same currency, also in a race", async () => {
    const foreign = await newCrewMember(db, await newCenter(db));
    const unknown = await createFaTraining(db, center, await draft({ crewMemberId: foreign.id }));
    expect(unknown).toMatchObject({ code: "unprocessable", facts: { errors: [{ path: "crewMemberId" }] } });
    const wanted = await draft({ aircraftType: null });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => createFaTraining(db, center, wanted)));
    const [kept] = outcomes.filter(isSuccess);
    expect(outcomes.filter(isSuccess)).toHaveLength(1);
    for (const failure of outcomes.filter(isFailure))
      expect(failure).toMatchObject({ code: "conflict", facts: { conflictingId: kept?.id } });
    ok(await createFaTraining(db, center, { ...wanted, aircraftType: "B738" }));
    ok(await createFaTraining(db, center, { ...wanted, kind: "EMERGENCY_DRILL" }));
  });

  test("brings a batch of any state, with its last completion, and fires nothing", async () => {
    const last = { ...done(), completedOn: `${monthsFromNow(-13)}-10` };
    const drafts = [
      await draft({ baseMonth: monthsFromNow(-13), lastCompletion: last }),
      await draft({ baseMonth: monthsFromNow(-30) }),
      await draft({ baseMonth: monthsFromNow(-3), lastCompletion: last }),
      await draft({ baseMonth: monthsFromNow(0) }),
    ];
    const outcomes = await transaction(db, center, (tx) => createFaTrainings(tx, drafts), "import");
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.status))).toEqual([
      "GRACE",
      "EXPIRED",
      "invalid_request",
      "CURRENT",
    ]);
    const [brought] = outcomes;
    if (!brought || isFailure(brought)) throw new Error("The first is good.");
    expect(await findCompletions(db, center, brought.id)).toMatchObject([last]);
    expect(await eventsOf(brought.id)).toEqual([]);
  });
});

test("a renamed person is renamed in their currencies, also while these change", async () => {
  const row = await create();
  await Promise.all([
    changeCrewMember(db, center, any(row.crewMember.id), { lastName: "Okonkwo" }),
    completeFaTraining(db, center, any(row.id), done()),
  ]);
  expect(await findFaTraining(db, center, row.id)).toMatchObject({
    version: 2,
    status: "CURRENT",
    crewMember: { name: "Robin Okonkwo" },
  });
});
