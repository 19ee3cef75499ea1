import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newAircraft, newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { DAY_MS, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { openDeferrals } from "./commands/create.ts";
import { melRouter } from "./router.ts";
import { melDeferralFilters, melDeferralPage } from "./schema.ts";

const call = createCallerFactory(melRouter);

let database: TestDatabase;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  center = await newCenter(database.db);
});
afterAll(() => database.drop());

const titles = async (filters: Record<string, unknown>) => {
  const reader = call(keyContext(database.db, center, "mel:read"));
  const page = await reader.list(melDeferralFilters.parse(filters));
  return melDeferralPage
    .parse(page)
    .data.map(({ title }) => title)
    .toSorted();
};

test("the list finds by status, category, aircraft, words and time of recording", async () => {
  const { db } = database;
  const [one, two] = [await newAircraft(db, center), await newAircraft(db, center)];
  const now = await transaction(db, center, (tx) => Promise.resolve(tx.now));
  const old = plusMs(now, -90 * DAY_MS);
  const melItem = "34-11-01";
  const outcomes = await transaction(
    db,
    center,
    (tx) =>
      openDeferrals(tx, [
        { aircraftId: one.id, melItem, title: "Pitot heater", category: "B" },
        { aircraftId: one.id, melItem: "33-40-02", title: "Strobe, left", category: "C", recordedAt: old },
        { aircraftId: two.id, melItem: "25-10-01", title: "Armrest", category: "D", recordedAt: old },
      ]),
    "import",
  );
  const [heater] = outcomes.map(ok);
  expect(await titles({})).toEqual(["Armrest", "Pitot heater", "Strobe, left"]);
  expect(await titles({ status: ["EXPIRED"] })).toEqual(["Strobe, left"]);
  expect(await titles({ category: ["B", "D"] })).toEqual(["Armrest", "Pitot heater"]);
  expect(await titles({ aircraftId: one.id })).toEqual(["Pitot heater", "Strobe, left"]);
  expect(await titles({ search: "strobe" })).toEqual(["Strobe, left"]);
  expect(await titles({ search: "25-10" })).toEqual(["Armrest"]);
  expect(await titles({ search: two.tailNumber.toLowerCase() })).toEqual(["Armrest"]);
  expect(await titles({ from: now })).toEqual(["Pitot heater"]);
  expect(await titles({ from: old, to: now })).toEqual(["Armrest", "Strobe, left"]);
  expect(await titles({ from: old, to: now, status: ["OPEN"] })).toEqual(["Armrest"]);
  expect(await titles({ from: old, to: plusMs(old, DAY_MS), aircraftId: two.id })).toEqual(["Armrest"]);
  expect(await titles({ id: [heater?.id] })).toEqual(["Pitot heater"]);
  expect(await titles({ updatedSince: heater?.updatedAt, category: ["C"] })).toEqual(["Strobe, left"]);
});

test("deferrals are read with mel:read, and changed by maintenance only", async () => {
  const { db } = database;
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "nothing",
      (error: unknown) => failureOf(error)?.code,
    );
  const { id: aircraftId } = await newAircraft(db, center);
  const draft = { aircraftId, melItem: "34-11-01", title: "Pitot heater", category: "B" } as const;
  expect(await refusal(call(keyContext(db, center, "bookings:read")).list({}))).toBe("insufficient_scope");
  expect(await refusal(call(keyContext(db, center, "*")).open(draft))).toBe("not_found");
  expect(await refusal(call(memberContext(db, center, "DISPATCHER")).open(draft))).toBe("insufficient_role");
  const maintenance = call(memberContext(db, center, "MAINTENANCE"));
  const { id } = await maintenance.open(draft);
  const extension = { days: 3, reason: "Parts", approvedBy: "Director of Maintenance" };
  expect(await maintenance.extend({ id, ...extension })).toMatchObject({ version: 2 });
  expect(await maintenance.close({ id, correctiveAction: "Replaced" })).toMatchObject({ status: "CLOSED" });
  expect(await maintenance.get({ id })).toMatchObject({ version: 3 });
});
