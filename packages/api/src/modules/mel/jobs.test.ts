import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newAircraft, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSuccess } from "../../lib/errors.ts";
import { tickCenter } from "../../lib/jobs.ts";
import { DAY_MS, HOUR_MS, type Instant, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { changeCenter } from "../centers/commands/centers.ts";
import { advanceClock } from "../centers/commands/clock.ts";
import { lockAircraft } from "../devices/reads.ts";
import { closeDeferral, extendDeferral } from "./commands/change.ts";
import { openDeferral, openDeferrals } from "./commands/create.ts";
import { melJobs } from "./jobs.ts";
import { findDeferral } from "./queries.ts";
import { repairDeadline } from "./rules.ts";
import { type MelDeferral, melDeferral } from "./schema.ts";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const operator = { actor: { kind: "operator" }, address: null } as const;
const any = (id: string) => ({ id, expectedVersion: null });
const newSandbox = async (): Promise<CenterId> => (await newTwins(db, { timezone: "America/Denver" })).sandboxId;
const tick = (center: CenterId) => tickCenter(db, center, melJobs);
const clockTo = async (center: CenterId, to: Instant) => ok(await advanceClock(db, operator, center, to));
const nowOf = (center: CenterId): Promise<Instant> => transaction(db, center, (tx) => Promise.resolve(tx.now));
const statusOf = async (center: CenterId, id: string) =>
  (await transaction(db, center, (tx) => lockAircraft(tx, [id]))).get(id)?.status;
const draft = (aircraftId: string) =>
  ({ aircraftId, melItem: "34-11-01", title: "Pitot heater inoperative", category: "B" }) as const;

interface EventRow {
  type: string;
  subject_id: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.mel_timed_events",
  "select type, subject_id, version, data from events where center_id = $1 order by created_at, id",
);
const eventsOf = async (center: CenterId) => db.many(eventsQuery, [center]);
const named = (rows: readonly EventRow[]) => rows.map(({ type, version }) => `${version} ${type}`);

describe("time", () => {
  test("announces an expiry once, 48 hours ahead, and expires it once, at its instant", async () => {
    const center = await newSandbox();
    const { id: aircraftId } = await newAircraft(db, center);
    const { id, expiresAt } = ok(await openDeferral(db, center, draft(aircraftId)));
    await clockTo(center, plusMs(expiresAt, -48 * HOUR_MS - HOUR_MS));
    expect(await tick(center)).toBe(0);
    await clockTo(center, plusMs(expiresAt, -48 * HOUR_MS));
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);
    await clockTo(center, plusMs(expiresAt, -HOUR_MS));
    expect(await tick(center)).toBe(0);
    expect(await statusOf(center, aircraftId)).toBe("AVAILABLE");
    await clockTo(center, expiresAt);
    expect([await tick(center), await tick(center)]).toEqual([1, 0]);
    expect(await statusOf(center, aircraftId)).toBe("GROUNDED");

    const events = await eventsOf(center);
    expect(named(events)).toEqual(["1 mel.deferral.opened", "2 mel.deferral.expiring", "3 mel.deferral.expired"]);
    const payloads = events.map(({ data }) => JSON.parse(data) as { object: MelDeferral; previous: unknown });
    for (const { object } of payloads) melDeferral.parse(object);
    expect(payloads.map(({ previous }) => previous)).toEqual([null, null, { status: "OPEN" }]);
    expect(payloads.at(-1)?.object).toEqual(await findDeferral(db, center, id));

    ok(await closeDeferral(db, center, any(id), "Heater replaced"));
    expect(await statusOf(center, aircraftId)).toBe("AVAILABLE");
    expect(await tick(center)).toBe(0);
  });

  test("counts a running interval anew in the center's new zone, of both twins, and announces that", async () => {
    const { liveId, sandboxId } = await newTwins(db, { timezone: "America/Denver" });
    const [aircraft, other] = [await newAircraft(db, sandboxId), await newAircraft(db, liveId)];
    const row = ok(await openDeferral(db, sandboxId, draft(aircraft.id)));
    const live = ok(await openDeferral(db, liveId, draft(other.id)));
    const closed = ok(await openDeferral(db, sandboxId, draft(aircraft.id)));
    ok(await closeDeferral(db, sandboxId, any(closed.id), "Heater replaced"));
    await clockTo(sandboxId, plusMs(row.expiresAt, -40 * HOUR_MS));
    expect(await tick(sandboxId)).toBe(1);
    await changeCenter(db, operator, liveId, { timezone: "America/New_York" });
    const expiresAt = repairDeadline(row.recordedAt, 3, "America/New_York");
    expect(await findDeferral(db, sandboxId, row.id)).toMatchObject({ expiresAt, version: 3 });
    expect(await findDeferral(db, liveId, live.id)).toMatchObject({
      expiresAt: repairDeadline(live.recordedAt, 3, "America/New_York"),
      version: 2,
    });
    expect(await findDeferral(db, sandboxId, closed.id)).toMatchObject({ expiresAt: closed.expiresAt, version: 2 });
    await clockTo(sandboxId, plusMs(expiresAt, -HOUR_MS));
    expect([await tick(sandboxId), await tick(sandboxId)]).toEqual([1, 0]);
    await clockTo(sandboxId, expiresAt);
    expect(await tick(sandboxId)).toBe(1);
    expect(named((await eventsOf(sandboxId)).filter((event) => event.subject_id === row.id))).toEqual([
      "1 mel.deferral.opened",
      "2 mel.deferral.expiring",
      "4 mel.deferral.expiring",
      "5 mel.deferral.expired",
    ]);
    // What is over stays so.
    await changeCenter(db, operator, liveId, { timezone: "Pacific/Honolulu" });
    expect(await findDeferral(db, sandboxId, row.id)).toMatchObject({ status: "EXPIRED", expiresAt, version: 5 });
  });

  test("announces an extended expiry again, and not one that was closed", async () => {
    const center = await newSandbox();
    const { id: aircraftId } = await newAircraft(db, center);
    const { id, expiresAt } = ok(await openDeferral(db, center, draft(aircraftId)));
    const closed = ok(await openDeferral(db, center, draft(aircraftId)));
    ok(await closeDeferral(db, center, any(closed.id), "Lamp replaced"));
    await clockTo(center, plusMs(expiresAt, -HOUR_MS));
    expect(await tick(center)).toBe(1);
    const extended = ok(
      await extendDeferral(db, center, any(id), { days: 3, reason: "Parts", approvedBy: "Director of Maintenance" }),
    );
    expect(await tick(center)).toBe(0);
    await clockTo(center, plusMs(extended.expiresAt, DAY_MS));
    expect(await tick(center)).toBe(2);
    const own = (await eventsOf(center)).filter((event) => event.subject_id === id);
    expect(named(own)).toEqual([
      "1 mel.deferral.opened",
      "2 mel.deferral.expiring",
      "3 mel.deferral.extended",
      "4 mel.deferral.expiring",
      "5 mel.deferral.expired",
    ]);
  });

  test("catches up after days away in the order in which things fell due", async () => {
    const center = await newSandbox();
    const { id: aircraftId } = await newAircraft(db, center);
    const now = await nowOf(center);
    const days = [9, 3, 5, 4];
    for (const day of days) {
      const interval = { value: 100 + day, unit: "HOURS" } as const;
      const expiresAt = plusMs(now, day * DAY_MS);
      ok(await openDeferral(db, center, { ...draft(aircraftId), category: "A", interval, expiresAt }));
    }
    await clockTo(center, plusMs(now, 8 * DAY_MS));
    expect(await tick(center)).toBe(7);
    const told = (await eventsOf(center)).slice(days.length).map(({ type, data }) => {
      const { object } = JSON.parse(data) as { object: MelDeferral };
      return `${(object.interval?.value ?? 0) - 100} ${type.replace("mel.deferral.", "")}`;
    });
    // Due on days 1, 2, 3 (two at the same instant: the announcement of 5, the expiry of 3), 4, 5, 7.
    expect(told).toHaveLength(7);
    expect([told.slice(0, 2), told.slice(2, 4).toSorted(), told.slice(4)]).toEqual([
      ["3 expiring", "4 expiring"],
      ["3 expired", "5 expiring"],
      ["4 expired", "5 expired", "9 expiring"],
    ]);
  });

  test("fires nothing twice, with 8 runners at once over 10,000 deferrals, while others are closed", async () => {
    const center = await newSandbox();
    const fleet = await Promise.all(Array.from({ length: 40 }, () => newAircraft(db, center)));
    const drafts = Array.from({ length: 10_000 }, (_, index) => draft(fleet[index % fleet.length]?.id ?? ""));
    const outcomes = await transaction(db, center, (tx) => openDeferrals(tx, drafts), "import");
    const rows = outcomes.filter(isSuccess);
    expect(rows).toHaveLength(10_000);
    await clockTo(center, plusMs(await nowOf(center), 10 * DAY_MS));
    const closing = rows.slice(0, 20).map(({ id }) => closeDeferral(db, center, any(id), "Replaced"));
    await Promise.all([...Array.from({ length: 8 }, () => tick(center)), ...closing]);
    await tick(center);
    expect(await tick(center)).toBe(0);

    const events = (await eventsOf(center)).filter(({ type }) => type !== "mel.deferral.closed");
    const steps = Map.groupBy(events, (event) => event.subject_id);
    expect(
      rows.filter(({ id }) => named(steps.get(id) ?? []).join() === "2 mel.deferral.expiring,3 mel.deferral.expired")
        .length,
    ).toBeGreaterThanOrEqual(9_980);
    for (const own of steps.values()) expect(new Set(own.map(({ type }) => type)).size).toBe(own.length);
    for (const { id } of fleet) expect(await statusOf(center, id)).toBe("GROUNDED");
  }, 120_000);
});
