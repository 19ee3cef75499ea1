import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newAircraft, newCenter, newSimulator, ok } from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Instant, Zone } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { extendDeferral } from "../../mel/commands/change.ts";
import { openDeferral } from "../../mel/commands/create.ts";
import { repairDeadline } from "../../mel/rules.ts";
import { createWorkOrder } from "../../work-orders/commands/create.ts";
import { repairDueAt } from "../../work-orders/rules.ts";
import { lockCenterOut } from "../queries/centers.ts";
import { changeCenter } from "./centers.ts";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const DENVER = "America/Denver";
const operator = { actor: { kind: "operator" }, address: null } as const;
const moveTo = (on: Db | CenterTx, center: CenterId, timezone: Zone) =>
  changeCenter(on, operator, center, { timezone });

const waiters = statement<{ count: number }>(
  "test.waiters",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
);
const deadlines = statement<{ at: Instant }>(
  "test.deadlines",
  `select coalesce(document->>'expiresAt', document->>'dueAt') as at
     from (select document, center_id from mel_deferrals union all select document, center_id from work_orders) as rows
    where center_id = $1`,
);

/** Runs `first` and leaves it uncommitted until all of `second` wait for it, or have done their work without. */
const meeting = async (
  center: CenterId,
  first: (tx: CenterTx) => Promise<unknown>,
  ...second: readonly (() => Promise<unknown>)[]
): Promise<void> => {
  let running: Promise<unknown> = Promise.resolve();
  await transaction(db, center, async (tx) => {
    await first(tx);
    running = Promise.all(second.map((start) => start()));
    await Promise.race([running, until(async () => (await db.one(waiters, [])).count === second.length)]);
  });
  await running;
};

const opening = async (center: CenterId) => {
  const { id: aircraftId } = await newAircraft(db, center);
  const draft = { aircraftId, melItem: "34-11-01", title: "Pitot heater inoperative", category: "B" } as const;
  return async (on: Db | CenterTx): Promise<(zone: Zone) => Instant> => {
    const { recordedAt } = ok(await openDeferral(on, center, draft));
    return (zone) => repairDeadline(recordedAt, 3, zone);
  };
};

const extending = async (center: CenterId) => {
  const { id: aircraftId } = await newAircraft(db, center);
  const draft = { aircraftId, melItem: "34-11-01", title: "Pitot heater inoperative", category: "B" } as const;
  const { id, recordedAt } = ok(await openDeferral(db, center, draft));
  return async (on: Db | CenterTx): Promise<(zone: Zone) => Instant> => {
    const extension = { days: 2, reason: "Part on back order", approvedBy: "Director of Maintenance" };
    ok(await extendDeferral(on, center, { id, expectedVersion: null }, extension));
    return (zone) => repairDeadline(recordedAt, 5, zone);
  };
};

const ordering = async (center: CenterId) => {
  const { id: simulatorId } = await newSimulator(db, center);
  const draft = { simulatorId, title: "Motion leg 3 leaks", missingMalfunctioningInoperative: true };
  return async (on: Db | CenterTx): Promise<(zone: Zone) => Instant> => {
    const { discoveredAt } = ok(await createWorkOrder(on, center, draft));
    return (zone) => repairDueAt(discoveredAt, zone);
  };
};

describe.each([
  ["a MEL deferral is opened", opening],
  ["a MEL deferral is extended", extending],
  ["a work order is opened", ordering],
])("while %s, a change of the center's zone", (_, preparing) => {
  test.each([
    ["that comes first is counted with", true],
    ["that comes after counts it anew", false],
  ])("%s", async (__, changeFirst) => {
    const center = await newCenter(db, { timezone: DENVER });
    const act = await preparing(center);
    let expected: ((zone: Zone) => Instant) | undefined;
    const acting = async (on: Db | CenterTx) => (expected = await act(on));
    const moving = (on: Db | CenterTx) => moveTo(on, center, "Asia/Tokyo");
    await (changeFirst ? meeting(center, moving, () => acting(db)) : meeting(center, acting, () => moving(db)));
    expect(await db.many(deadlines, [center])).toEqual([{ at: expected?.("Asia/Tokyo") }]);
  });
});

test("of two changes of zone at once, the later counts from where the earlier left off", async () => {
  const center = await newCenter(db, { timezone: DENVER });
  const expected = await (await opening(center))(db);
  const moves = ["UTC", "Asia/Tokyo"].map((zone) => () => moveTo(db, center, zone));
  await meeting(center, (tx) => lockCenterOut(tx, center), ...moves);
  const zone = await transaction(db, center, (tx) => Promise.resolve(tx.zone));
  expect(await db.many(deadlines, [center])).toEqual([{ at: expected(zone) }]);
});
