import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSuccess } from "../../lib/errors.ts";
import { tickCenter } from "../../lib/jobs.ts";
import { type Instant, localDate, type PlainDate, plusDays, plusMs, startOfDay } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { changeCenter } from "../centers/commands/centers.ts";
import { advanceClock } from "../centers/commands/clock.ts";
import { changeItem, completeItem, startItem, waiveItem } from "./commands/change.ts";
import { createItem, createItems, type NewComplianceItem } from "./commands/create.ts";
import { complianceJobs } from "./jobs.ts";
import { findItem } from "./queries.ts";
import { type ComplianceItem, complianceItem } from "./schema.ts";

const DENVER = "America/Denver";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const operator = { actor: { kind: "operator" }, address: null } as const;
const tick = (center: CenterId) => tickCenter(db, center, complianceJobs);
const clockTo = async (center: CenterId, to: Instant) => ok(await advanceClock(db, operator, center, to));
const dayTo = (center: CenterId, day: PlainDate) => clockTo(center, startOfDay(day, DENVER));
const newSandbox = async (): Promise<{ center: CenterId; today: PlainDate }> => {
  const { sandboxId: center } = await newTwins(db, { timezone: DENVER });
  const today = await transaction(db, center, ({ now }) => Promise.resolve(localDate(now, DENVER)));
  return { center, today };
};
const add = async (center: CenterId, draft: Partial<NewComplianceItem>) =>
  ok(await createItem(db, center, { title: "Evaluation", category: "NSP", leadDays: 10, ...draft }));
const waiver = (until: PlainDate) => ({ reason: "Device in storage", by: "FAA NSP", until });

interface EventRow {
  type: string;
  subject_id: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.compliance_timed_events",
  "select type, subject_id, version, data from events where center_id = $1 order by created_at, id",
);
const eventsOf = (center: CenterId) => db.many(eventsQuery, [center]);
const named = (rows: readonly EventRow[]) =>
  rows.map(({ type, version }) => `${version} ${type.replace("compliance.item.", "")}`);
const payloadOf = (row: EventRow | undefined) =>
  JSON.parse(row?.data ?? "{}") as { object: ComplianceItem; previous: Partial<ComplianceItem> | null };

describe("time", () => {
  test("makes an item due soon and overdue, each once, at the start of the day in the center's zone", async () => {
    const { center, today } = await newSandbox();
    const dueOn = plusDays(today, 20);
    const { id } = await add(center, { dueOn });
    await clockTo(center, plusMs(startOfDay(plusDays(today, 10), DENVER), -60_000));
    expect(await tick(center)).toBe(0);
    await dayTo(center, plusDays(today, 10));
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);
    await clockTo(center, plusMs(startOfDay(plusDays(dueOn, 1), DENVER), -60_000));
    expect(await tick(center)).toBe(0);
    await dayTo(center, plusDays(dueOn, 1));
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);

    const events = await eventsOf(center);
    expect(named(events)).toEqual(["2 due_soon", "3 overdue"]);
    const payloads = events.map(payloadOf);
    for (const { object } of payloads) complianceItem.parse(object);
    expect(payloads.map(({ previous }) => previous)).toEqual([{ status: "COMPLIANT" }, { status: "DUE_SOON" }]);
    expect(payloads.at(-1)?.object).toEqual(await findItem(db, center, id));
  });

  test("fires overdue once for an item in progress, which stays so, and again only for a later due date", async () => {
    const { center, today } = await newSandbox();
    const { id } = await add(center, { dueOn: plusDays(today, 5), recurrenceMonths: 1 });
    expect(await tick(center)).toBe(1);
    ok(await startItem(db, center, any(id)));
    await dayTo(center, plusDays(today, 6));
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);
    expect(await findItem(db, center, id)).toMatchObject({ status: "IN_PROGRESS", version: 4 });
    expect(payloadOf((await eventsOf(center)).at(-1))).toEqual({
      object: await findItem(db, center, id),
      previous: null,
    });
    ok(await changeItem(db, center, any(id), { owner: "Quality manager" }));
    expect(await tick(center)).toBe(0);
    const { dueOn } = ok(await completeItem(db, center, any(id), undefined));
    await dayTo(center, plusDays(dueOn ?? "", 1));
    expect(await tick(center)).toBe(2);
    expect(named(await eventsOf(center))).toEqual([
      "2 due_soon",
      "4 overdue",
      "6 completed",
      "7 due_soon",
      "8 overdue",
    ]);
  });

  test("fires nothing more for an item that was begun when it was overdue", async () => {
    const { center, today } = await newSandbox();
    const { id } = await add(center, { dueOn: plusDays(today, -1) });
    expect(await tick(center)).toBe(2);
    ok(await startItem(db, center, any(id)));
    expect(await tick(center)).toBe(0);
    expect(named(await eventsOf(center))).toEqual(["2 due_soon", "3 overdue"]);
  });

  test("leaves a waived item alone, and returns it to where its dates put it when the waiver ends", async () => {
    const { center, today } = await newSandbox();
    const [late, soon, far] = [
      await add(center, { dueOn: plusDays(today, 2) }),
      await add(center, { dueOn: plusDays(today, 25) }),
      await add(center, { dueOn: plusDays(today, 60) }),
    ];
    for (const { id } of [late, soon, far]) ok(await waiveItem(db, center, any(id), waiver(plusDays(today, 19))));
    await dayTo(center, plusDays(today, 19));
    expect(await tick(center)).toBe(0);
    expect(await findItem(db, center, late.id)).toMatchObject({ status: "WAIVED" });
    await dayTo(center, plusDays(today, 20));
    expect([await tick(center), await tick(center)]).toEqual([3, 0]);
    expect(await findItem(db, center, late.id)).toMatchObject({ status: "OVERDUE", waiver: null });
    expect(await findItem(db, center, soon.id)).toMatchObject({ status: "DUE_SOON", waiver: null });
    expect(await findItem(db, center, far.id)).toMatchObject({ status: "COMPLIANT", waiver: null });
    const ended = (await eventsOf(center)).slice(3);
    expect(named(ended)).toEqual(["3 due_soon", "3 overdue"]);
    expect(ended.map(({ subject_id }) => subject_id)).toEqual([soon.id, late.id]);
    expect(payloadOf(ended[0])).toEqual({
      object: await findItem(db, center, soon.id),
      previous: { status: "WAIVED", waiver: waiver(plusDays(today, 19)) },
    });
    // What came back goes on as any other.
    await dayTo(center, plusDays(today, 26));
    expect(await tick(center)).toBe(1);
    expect(named(await eventsOf(center)).at(-1)).toBe("4 overdue");
  });

  test("ends an extended waiver on its later day, and follows a change of the center's zone", async () => {
    const { center, today } = await newSandbox();
    const { id } = await add(center, { dueOn: plusDays(today, 2) });
    ok(await waiveItem(db, center, any(id), waiver(plusDays(today, 3))));
    ok(await waiveItem(db, center, any(id), waiver(plusDays(today, 8))));
    await dayTo(center, plusDays(today, 8));
    expect(await tick(center)).toBe(0);
    await changeCenter(db, operator, center, { timezone: "UTC" });
    // Midnight in UTC is evening in Denver.
    await clockTo(center, startOfDay(plusDays(today, 9), "UTC"));
    expect(await tick(center)).toBe(1);
    expect(named(await eventsOf(center))).toEqual(["2 waived", "3 waived", "4 overdue"]);
  });

  test("catches up after days away in the order in which things fell due", async () => {
    const { center, today } = await newSandbox();
    const plan = [
      { name: "a", leadDays: 2, due: 9, waived: undefined },
      { name: "b", leadDays: 0, due: 3, waived: undefined },
      { name: "c", leadDays: 3, due: 12, waived: 5 },
      { name: "d", leadDays: 1, due: 2, waived: 7 },
      { name: "e", leadDays: 30, due: 10, waived: undefined },
    ];
    for (const { name, leadDays, due, waived } of plan) {
      const { id } = await add(center, { title: name, leadDays, dueOn: plusDays(today, due) });
      if (waived !== undefined) ok(await waiveItem(db, center, any(id), waiver(plusDays(today, waived))));
    }
    const before = (await eventsOf(center)).length;
    await dayTo(center, plusDays(today, 14));
    await tick(center);
    expect(await tick(center)).toBe(0);
    const told = (await eventsOf(center)).slice(before).map((row) => {
      const { object } = payloadOf(row);
      return `${object.title} ${row.type.replace("compliance.item.", "")}`;
    });
    expect(told).toEqual([
      "e due_soon", // 20 days ago
      "b due_soon", // day 3
      "b overdue", // day 4
      "a due_soon", // day 7; on day 6 c was compliant again, which fires nothing
      "d overdue", // day 8: its waiver ended
      "c due_soon", // day 9
      "a overdue", // day 10
      "e overdue", // day 11
      "c overdue", // day 13
    ]);
  });

  test("fires nothing twice, with 8 runners at once over 10,000 items, while others are completed", async () => {
    const { center, today } = await newSandbox();
    const drafts = Array.from({ length: 10_000 }, (_, index): NewComplianceItem => {
      const plain = { title: `Item ${index}`, category: "OTHER", leadDays: 5 } as const;
      const dueOn = plusDays(today, 10 + (index % 4));
      const waived = { status: "WAIVED", waiver: waiver(plusDays(today, index % 10)) } as const;
      return index % 2 === 0 ? { ...plain, dueOn } : { ...plain, ...waived, dueOn };
    });
    const outcomes = await transaction(db, center, (tx) => createItems(tx, drafts), "import");
    const rows = outcomes.filter(isSuccess);
    expect(rows).toHaveLength(10_000);
    await dayTo(center, plusDays(today, 20));
    const completing = rows.slice(0, 20).map(({ id }) => completeItem(db, center, any(id), undefined));
    await Promise.all([...Array.from({ length: 8 }, () => tick(center)), ...completing]);
    await tick(center);
    expect(await tick(center)).toBe(0);
    const events = await eventsOf(center);
    const steps = Map.groupBy(events, (event) => event.subject_id);
    for (const own of steps.values()) expect(new Set(own.map(({ type }) => type)).size).toBe(own.length);
    const whole = rows.slice(20).filter(({ id }) => {
      const types = (steps.get(id) ?? []).map(({ type }) => type.replace("compliance.item.", ""));
      return types.join() === "due_soon,overdue";
    });
    expect(whole).toHaveLength(9_980);
  }, 120_000);
});
