import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { tickCenter } from "../../../lib/jobs.ts";
import { localDate, plusDays } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { complianceJobs } from "../jobs.ts";
import { findItem } from "../queries.ts";
import { nextDueOn } from "../recurrence.ts";
import { type ComplianceItem, complianceItem } from "../schema.ts";
import { changeItem, completeItem, startItem, waiveItem } from "./change.ts";
import { createItem, createItems, type NewComplianceItem } from "./create.ts";

const DENVER = "America/Denver";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let today: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: DENVER });
  today = await transaction(db, center, ({ now }) => Promise.resolve(localDate(now, DENVER)));
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const draft = (change: Partial<NewComplianceItem> = {}): NewComplianceItem => ({
  title: "Continuing qualification evaluation",
  category: "NSP",
  recurrenceMonths: 12,
  dueOn: plusDays(today, 90),
  ...change,
});
const add = async (change: Partial<NewComplianceItem> = {}) => ok(await createItem(db, center, draft(change)));
const bring = (drafts: readonly NewComplianceItem[]) =>
  transaction(db, center, (tx) => createItems(tx, drafts), "import");
const waiver = () => ({ reason: "Device in storage", by: "FAA NSP", until: plusDays(today, 30) });

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.compliance_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

describe("a new item", () => {
  test("is compliant with 30 days of lead unless said, until time says otherwise", async () => {
    const row = ok(await createItem(db, center, { title: "Fire drill", category: "FACILITY" }));
    expect(row).toMatchObject({ status: "COMPLIANT", dueOn: null, leadDays: 30, recurrenceMonths: null, waiver: null });
    const late = await add({ dueOn: plusDays(today, -1) });
    expect(late.status).toBe("COMPLIANT");
    await tickCenter(db, center, complianceJobs);
    expect(await findItem(db, center, late.id)).toMatchObject({ status: "OVERDUE", version: 3 });
    expect((await eventsOf(late.id)).map(({ type }) => type)).toEqual([
      "compliance.item.due_soon",
      "compliance.item.overdue",
    ]);
  });

  test("of an import is at once where time has put it, in any state that fits, and fires nothing", async () => {
    const outcomes = await bring([
      draft(),
      draft({ dueOn: plusDays(today, 10) }),
      draft({ dueOn: plusDays(today, -10), completedOn: plusDays(today, -375) }),
      draft({ dueOn: plusDays(today, -10), status: "IN_PROGRESS" }),
      draft({ dueOn: plusDays(today, -10), status: "WAIVED", waiver: waiver() }),
      draft({ dueOn: plusDays(today, -10), status: "COMPLIANT" }),
    ]);
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.status))).toEqual([
      "COMPLIANT",
      "DUE_SOON",
      "OVERDUE",
      "IN_PROGRESS",
      "WAIVED",
      "invalid_request",
    ]);
    await tickCenter(db, center, complianceJobs);
    for (const { id } of outcomes.filter(isSuccess)) expect(await eventsOf(id)).toEqual([]);
  });
});

describe("each transition", () => {
  test("fires its event once, with the row as it is read and the earlier values", async () => {
    const { id, dueOn } = await add();
    const completed = ok(await completeItem(db, center, any(id), undefined));
    const waived = ok(await waiveItem(db, center, any(id), waiver()));
    const events = await eventsOf(id);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual([
      "2 compliance.item.completed",
      "3 compliance.item.waived",
    ]);
    const payloads = events.map(
      ({ data }) => JSON.parse(data) as { object: ComplianceItem; previous: Partial<ComplianceItem> },
    );
    expect(payloads.map(({ object }) => complianceItem.parse(object))).toEqual([completed, waived]);
    expect(payloads.at(-1)?.object).toEqual(await findItem(db, center, id));
    expect(completed).toMatchObject({ completedOn: today, dueOn: nextDueOn(dueOn, today, 12) });
    expect(payloads.map(({ previous }) => previous)).toEqual([
      { dueOn, completedOn: null },
      { status: "COMPLIANT", waiver: null },
    ]);
  });

  test("without an event of its own fires nothing", async () => {
    const [brought] = await bring([draft({ dueOn: plusDays(today, 10) })]);
    if (!brought) throw new Error("A batch of one has one outcome.");
    const { id } = ok(brought);
    expect(ok(await startItem(db, center, any(id))).status).toBe("IN_PROGRESS");
    expect(ok(await changeItem(db, center, any(id), { owner: "Quality manager" })).version).toBe(3);
    expect(await eventsOf(id)).toEqual([]);
  });

  test("that is repeated changes nothing and fires nothing", async () => {
    const { id } = await add();
    const completed = ok(await completeItem(db, center, any(id), undefined));
    expect(await completeItem(db, center, any(id), today)).toEqual(completed);
    const waived = ok(await waiveItem(db, center, any(id), waiver()));
    expect(await waiveItem(db, center, any(id), waiver())).toEqual(waived);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("that is refused changes nothing and fires nothing", async () => {
    const row = await add();
    const { id } = row;
    expect(await startItem(db, center, any(id))).toMatchObject({ code: "invalid_transition" });
    expect(await completeItem(db, center, any(id), plusDays(today, 1))).toMatchObject({ code: "invalid_request" });
    expect(await waiveItem(db, center, { id, expectedVersion: 7 }, waiver())).toMatchObject({
      code: "precondition_failed",
    });
    expect(await waiveItem(db, await newCenter(db), any(id), waiver())).toMatchObject({ code: "not_found" });
    expect(await findItem(db, center, id)).toEqual(row);
    const waived = ok(await waiveItem(db, center, any(id), waiver()));
    expect(await completeItem(db, center, any(id), undefined)).toMatchObject({ code: "invalid_transition" });
    expect(await findItem(db, center, id)).toEqual(waived);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("is taken once, however many try at once", async () => {
    const { id } = await add();
    const completed = await Promise.all(Array.from({ length: 6 }, () => completeItem(db, center, any(id), undefined)));
    expect(new Set(completed.map((row) => ok(row).version))).toEqual(new Set([2]));
    expect(await eventsOf(id)).toHaveLength(1);
  });
});
