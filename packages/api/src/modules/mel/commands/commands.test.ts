import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newAircraft, newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { DAY_MS, HOUR_MS, plusMs } from "../../../lib/time.ts";
import { transaction } from "../../../lib/transaction.ts";
import { changeAircraft } from "../../devices/commands.ts";
import { lockAircraft } from "../../devices/reads.ts";
import { findDeferral } from "../queries.ts";
import { repairDeadline } from "../rules.ts";
import { type MelDeferral, melDeferral } from "../schema.ts";
import { closeDeferral, extendDeferral } from "./change.ts";
import { type NewMelDeferral, openDeferral, openDeferrals } from "./create.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let now: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
  now = await transaction(db, center, (tx) => Promise.resolve(tx.now));
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const draft = async (change: Partial<NewMelDeferral> = {}): Promise<NewMelDeferral> => ({
  aircraftId: change.aircraftId ?? (await newAircraft(db, center)).id,
  melItem: "34-11-01",
  title: "Pitot heater, right, inoperative",
  category: "B",
  ...change,
});
const open = async (change: Partial<NewMelDeferral> = {}) => ok(await openDeferral(db, center, await draft(change)));
const bring = (drafts: readonly NewMelDeferral[]) =>
  transaction(db, center, (tx) => openDeferrals(tx, drafts), "import");
/** A category B item that was written up ten days ago, and so has expired. */
const overdue = async (aircraftId: string): Promise<MelDeferral> => {
  const [brought] = await bring([await draft({ aircraftId, recordedAt: plusMs(now, -10 * DAY_MS) })]);
  if (!brought) throw new Error("A batch of one has one outcome.");
  return ok(brought);
};
const aircraftOf = async (id: string) => (await transaction(db, center, (tx) => lockAircraft(tx, [id]))).get(id);
const extension = { days: 2, reason: "Part on back order", approvedBy: "Director of Maintenance" };

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.mel_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

describe("opening", () => {
  test("counts the interval from the write-up in the center's zone, not from the deferral", async () => {
    const recordedAt = plusMs(now, -30 * HOUR_MS);
    const row = await open({ recordedAt });
    expect(row).toMatchObject({ status: "OPEN", recordedAt, version: 1, extension: null });
    expect(row.expiresAt).toBe(repairDeadline(recordedAt, 3, "America/Denver"));
    expect(row.deferredAt >= now).toBe(true);
  });

  test("on an aircraft that the center does not have names those that it has", async () => {
    const foreign = await newAircraft(db, await newCenter(db));
    const own = await newAircraft(db, center);
    const refused = await openDeferral(db, center, await draft({ aircraftId: foreign.id }));
    expect(refused).toMatchObject({ code: "unprocessable", facts: { errors: [{ path: "aircraftId" }] } });
    expect(isFailure(refused) && refused.facts.known?.length).toBeGreaterThan(0);
    expect(isFailure(refused) && refused.facts.known).not.toContainEqual({ id: foreign.id, name: foreign.tailNumber });
    expect(own.status).toBe("AVAILABLE");
  });

  test.each<[string, Partial<NewMelDeferral>, string]>([
    ["an interval that is over", { recordedAt: "2020-01-01T00:00:00.000Z" }, "recordedAt"],
    ["a write-up in the future", { recordedAt: "2199-01-01T00:00:00.000Z" }, "recordedAt"],
    ["category A without an interval", { category: "A" }, "interval"],
    ["category C with an interval", { category: "C", interval: { value: 5, unit: "CALENDAR_DAYS" } }, "interval"],
    ["cycles without an expiry", { category: "A", interval: { value: 5, unit: "CYCLES" } }, "expiresAt"],
  ])("with %s is refused and leaves nothing behind", async (_, change, path) => {
    const refused = await openDeferral(db, center, await draft(change));
    expect(refused).toMatchObject({ code: "invalid_request" });
    expect(isFailure(refused) && refused.facts.errors?.map((fault) => fault.path)).toContain(path);
  });

  test("brings in an import what is open, expired and closed by now, and fires nothing", async () => {
    const recordedAt = plusMs(now, -10 * DAY_MS);
    const { id: aircraftId } = await newAircraft(db, center);
    const outcomes = await bring([
      await draft({ aircraftId, category: "C" }),
      await draft({ aircraftId, recordedAt }),
      await draft({ recordedAt, status: "CLOSED", closedAt: plusMs(recordedAt, DAY_MS), correctiveAction: "Replaced" }),
      await draft({ recordedAt, status: "OPEN" }),
      await draft({ status: "CLOSED" }),
    ]);
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.status))).toEqual([
      "OPEN",
      "EXPIRED",
      "CLOSED",
      "invalid_request",
      "invalid_request",
    ]);
    for (const { id } of outcomes.filter(isSuccess)) expect(await eventsOf(id)).toEqual([]);
    expect(await aircraftOf(aircraftId)).toMatchObject({ status: "GROUNDED", version: 2 });
  });
});

describe("each transition", () => {
  test("fires its event once, with the row as it is read and the earlier values", async () => {
    const { id, expiresAt } = await open();
    ok(await extendDeferral(db, center, any(id), extension));
    ok(await closeDeferral(db, center, any(id), "Heater replaced"));
    const events = await eventsOf(id);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual([
      "1 mel.deferral.opened",
      "2 mel.deferral.extended",
      "3 mel.deferral.closed",
    ]);
    const payloads = events.map(
      ({ data }) => JSON.parse(data) as { object: MelDeferral; previous: Partial<MelDeferral> },
    );
    for (const { object } of payloads) melDeferral.parse(object);
    expect(payloads.at(-1)?.object).toEqual(await findDeferral(db, center, id));
    expect(payloads.map(({ previous }) => previous)).toEqual([
      null,
      { expiresAt, extension: null },
      { status: "OPEN", closedAt: null, correctiveAction: null },
    ]);
  });

  test("that is repeated changes nothing and fires nothing", async () => {
    const { id } = await open();
    const extended = ok(await extendDeferral(db, center, any(id), extension));
    expect(await extendDeferral(db, center, any(id), extension)).toEqual(extended);
    const closed = ok(await closeDeferral(db, center, any(id), "Heater replaced"));
    expect(await closeDeferral(db, center, any(id), "Heater replaced")).toEqual(closed);
    expect(await eventsOf(id)).toHaveLength(3);
  });

  test("that is refused fires nothing", async () => {
    const { id } = await open({ category: "D" });
    expect(await extendDeferral(db, center, any(id), extension)).toMatchObject({ code: "conflict" });
    expect(await closeDeferral(db, center, { id, expectedVersion: 7 }, "Done")).toMatchObject({
      code: "precondition_failed",
    });
    expect(await closeDeferral(db, await newCenter(db), any(id), "Done")).toMatchObject({ code: "not_found" });
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("is taken once, however many try at once", async () => {
    const { id } = await open();
    const days = [1, 2, 3];
    const extended = await Promise.all(
      days.map((more) => extendDeferral(db, center, any(id), { ...extension, days: more })),
    );
    expect(extended.filter(isSuccess)).toHaveLength(1);
    const closed = await Promise.all(days.map((day) => closeDeferral(db, center, any(id), `Replaced on day ${day}`)));
    expect(closed.filter(isSuccess)).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(3);
  });
});

describe("an aircraft with expired deferrals", () => {
  test("is released by the closing of the last one", async () => {
    const { id } = await newAircraft(db, center);
    const [first, second] = [await overdue(id), await overdue(id)];
    const other = await open({ aircraftId: id });
    expect(await aircraftOf(id)).toMatchObject({ status: "GROUNDED" });
    ok(await closeDeferral(db, center, any(first.id), "Heater replaced"));
    ok(await closeDeferral(db, center, any(other.id), "Lamp replaced"));
    expect(await aircraftOf(id)).toMatchObject({ status: "GROUNDED" });
    ok(await closeDeferral(db, center, any(second.id), "Heater replaced"));
    expect(await aircraftOf(id)).toMatchObject({ status: "AVAILABLE" });
  });

  test("is as they say together, when all are closed at once while another arrives", async () => {
    const { id } = await newAircraft(db, center);
    for (let round = 0; round < 5; round++) {
      const rows = [await overdue(id), await overdue(id), await overdue(id)];
      const close = (row: MelDeferral) => closeDeferral(db, center, any(row.id), "Replaced");
      const [late] = await Promise.all([overdue(id), ...rows.map(close)]);
      expect(await aircraftOf(id)).toMatchObject({ status: "GROUNDED" });
      ok(await close(late));
      expect(await aircraftOf(id)).toMatchObject({ status: "AVAILABLE" });
    }
  });
});

test("a renamed aircraft is renamed in the deferrals that quote it, also while they change", async () => {
  const { id: aircraftId } = await newAircraft(db, center);
  const rows = await Promise.all([1, 2, 3, 4].map(() => open({ aircraftId })));
  await Promise.all([
    changeAircraft(db, center, any(aircraftId), { tailNumber: "N900XX" }),
    ...rows.map(({ id }) => extendDeferral(db, center, any(id), extension)),
    open({ aircraftId }),
  ]);
  for (const { id } of rows)
    expect(await findDeferral(db, center, id)).toMatchObject({ version: 2, aircraft: { tailNumber: "N900XX" } });
});
