import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCrewMember, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSuccess } from "../../lib/errors.ts";
import { tickCenter } from "../../lib/jobs.ts";
import { type Instant, localDate, plusMs, startOfDay } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { changeCenter } from "../centers/commands/centers.ts";
import { advanceClock } from "../centers/commands/clock.ts";
import { completeFaTraining } from "./commands/complete.ts";
import { createFaTraining, createFaTrainings } from "./commands/create.ts";
import { faTrainingJobs } from "./jobs.ts";
import { firstDay, type Month, monthOf, plusMonths } from "./months.ts";
import { findFaTraining } from "./queries.ts";
import { faTraining, type FaTraining } from "./schema.ts";

const ZONE = "America/Denver";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const operator = { actor: { kind: "operator" }, address: null } as const;
const any = (id: string) => ({ id, expectedVersion: null });
const newSandbox = async (): Promise<CenterId> => (await newTwins(db, { timezone: ZONE })).sandboxId;
const tick = (center: CenterId) => tickCenter(db, center, faTrainingJobs);
const begin = (month: Month): Instant => startOfDay(firstDay(month), ZONE);
const clockTo = async (center: CenterId, to: Instant) => ok(await advanceClock(db, operator, center, to));
const monthIn = (center: CenterId): Promise<Month> =>
  transaction(db, center, (tx) => Promise.resolve(monthOf(localDate(tx.now, tx.zone))));
const create = async (center: CenterId, baseMonth: Month) => {
  const { id: crewMemberId } = await newCrewMember(db, center, { role: "FLIGHT_ATTENDANT" });
  return ok(await createFaTraining(db, center, { crewMemberId, kind: "RECURRENT", aircraftType: "B738", baseMonth }));
};

interface EventRow {
  type: string;
  subject_id: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.fa_timed_events",
  "select type, subject_id, version, data from events where center_id = $1 order by created_at, id",
);
const eventsOf = (center: CenterId) => db.many(eventsQuery, [center]);

describe("time", () => {
  test("tells of M−1 and of M+2 once each, at the first instant in the center's zone", async () => {
    const center = await newSandbox();
    const now = await monthIn(center);
    const { id, dueMonth } = await create(center, plusMonths(now, -9)); // due in three months
    const steps = [
      [-1, "DUE_SOON"],
      [0, "DUE"],
      [1, "GRACE"],
      [2, "EXPIRED"],
    ] as const;
    expect(await tick(center)).toBe(0);
    for (const [after, status] of steps) {
      await clockTo(center, begin(plusMonths(dueMonth, after)));
      expect([await tick(center), await tick(center)]).toEqual([1, 0]);
      expect(await findFaTraining(db, center, id)).toMatchObject({ status });
    }
    const events = await eventsOf(center);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual([
      "2 fa_training.due_soon",
      "5 fa_training.expired",
    ]);
    const payloads = events.map(({ data }) => JSON.parse(data) as { object: FaTraining; previous: unknown });
    for (const { object } of payloads) faTraining.parse(object);
    expect(payloads.map(({ previous }) => previous)).toEqual([{ status: "CURRENT" }, { status: "GRACE" }]);
    expect(payloads.at(-1)?.object).toEqual(await findFaTraining(db, center, id));
  });

  test("moves with the center's zone, also into one whose clocks change within the month", async () => {
    const center = await newSandbox();
    const { id, dueMonth } = await create(center, plusMonths(await monthIn(center), -9));
    await changeCenter(db, operator, center, { timezone: "Pacific/Auckland" });
    for (const [after, status] of [
      [-1, "DUE_SOON"],
      [0, "DUE"],
      [1, "GRACE"],
      [2, "EXPIRED"],
    ] as const) {
      // Most of a day before the same date in Denver.
      const begins = startOfDay(firstDay(plusMonths(dueMonth, after)), "Pacific/Auckland");
      await clockTo(center, plusMs(begins, -60_000));
      expect(await tick(center)).toBe(0);
      await clockTo(center, begins);
      expect(await tick(center)).toBe(1);
      expect(await findFaTraining(db, center, id)).toMatchObject({ status });
    }
  });

  test("catches up after months away in the order of the months", async () => {
    const center = await newSandbox();
    const now = await monthIn(center);
    const [a, b] = [await create(center, plusMonths(now, -9)), await create(center, plusMonths(now, -8))];
    await clockTo(center, begin(plusMonths(now, 8)));
    expect(await tick(center)).toBe(8);
    const told = (await eventsOf(center)).map((event) => `${event.subject_id === a.id ? "a" : "b"} ${event.type}`);
    expect(told).toEqual([
      "a fa_training.due_soon",
      "b fa_training.due_soon",
      "a fa_training.expired",
      "b fa_training.expired",
    ]);
    expect(await findFaTraining(db, center, b.id)).toMatchObject({ status: "EXPIRED", version: 5 });
  });

  test("is caught up first by a completion that comes before the job", async () => {
    const center = await newSandbox();
    const now = await monthIn(center);
    const { id, dueMonth } = await create(center, plusMonths(now, -9));
    const late = plusMonths(dueMonth, 2);
    await clockTo(center, plusMs(begin(late), 86_400_000));
    const done = { completedOn: firstDay(late), certifiedBy: "Jordan Whitfield" };
    const refused = await completeFaTraining(db, center, any(id), { ...done, kind: "RECURRENT" });
    expect(refused).toMatchObject({ code: "invalid_transition" });
    expect(await eventsOf(center)).toEqual([]);
    ok(await completeFaTraining(db, center, any(id), { ...done, kind: "REQUALIFICATION" }));
    expect(await tick(center)).toBe(0);
    expect((await eventsOf(center)).map(({ type }) => type)).toEqual([
      "fa_training.due_soon",
      "fa_training.expired",
      "fa_training.completed",
    ]);
  });

  test("tells nothing twice, with 8 runners at once over 4,000 currencies", async () => {
    const center = await newSandbox();
    const baseMonth = plusMonths(await monthIn(center), -9);
    const people = await Promise.all(Array.from({ length: 20 }, () => newCrewMember(db, center)));
    const drafts = people.flatMap(({ id }) =>
      Array.from({ length: 200 }, (_, type) => ({
        crewMemberId: id,
        kind: "RECURRENT" as const,
        aircraftType: `T${type}`,
        baseMonth,
      })),
    );
    const outcomes = await transaction(db, center, (tx) => createFaTrainings(tx, drafts), "import");
    expect(outcomes.filter(isSuccess)).toHaveLength(4_000);
    await clockTo(center, begin(plusMonths(baseMonth, 14)));
    await Promise.all(Array.from({ length: 8 }, () => tick(center)));
    await tick(center);
    const steps = Map.groupBy(await eventsOf(center), (event) => event.subject_id);
    expect(steps.size).toBe(4_000);
    for (const own of steps.values())
      expect(own.map(({ type, version }) => `${version} ${type}`)).toEqual([
        "2 fa_training.due_soon",
        "5 fa_training.expired",
      ]);
  }, 120_000);
});
