import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure } from "../../../lib/errors.ts";
import { transaction } from "../../../lib/transaction.ts";
import { createCallerFactory } from "../../../lib/trpc.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { findCorrections, findFlight } from "../queries.ts";
import { timesLogged } from "../reads.ts";
import { flightLogRouter } from "../router.ts";
import type { FlightDraft } from "../schema.ts";
import { correctFlight } from "./correct.ts";
import { logFlight, logFlights } from "./log.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
  userId = (await newCrewMember(db, center)).userId;
});
afterAll(() => database.drop());

const draft = (change: Partial<FlightDraft> = {}): FlightDraft => ({
  userId,
  date: "2025-03-02",
  tailNumber: "N482TC",
  aircraftType: "B738",
  departure: "KDEN",
  arrival: "KSEA",
  totalMinutes: 170,
  picMinutes: 170,
  ...change,
});
const log = async (change: Partial<FlightDraft> = {}) => ok(await logFlight(db, center, draft(change)));
const any = (id: string) => ({ id, expectedVersion: null });
const caller = createCallerFactory(flightLogRouter);

describe("logging", () => {
  test("needs a crew member of this very center", async () => {
    const other = await newCenter(db);
    expect(await logFlight(db, other, draft())).toMatchObject({
      code: "unprocessable",
      facts: { errors: [{ path: "userId" }] },
    });
  });

  test("of a batch writes the good ones and answers each at its place", async () => {
    const drafts = [draft(), draft({ picMinutes: 171 }), draft({ arrival: "KPDX" })];
    const outcomes = await transaction(db, center, (tx) => logFlights(tx, drafts));
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.arrival))).toEqual([
      "KSEA",
      "invalid_request",
      "KPDX",
    ]);
  });
});

describe("a correction", () => {
  test("keeps what it replaced, the latest first", async () => {
    const first = await log({ remarks: "First" });
    const second = ok(await correctFlight(db, center, any(first.id), { remarks: null, arrival: "KPDX" }));
    const third = ok(await correctFlight(db, center, any(first.id), { totalMinutes: 180 }));
    expect(await findFlight(db, center, first.id)).toEqual(third);
    expect(third).toMatchObject({ version: 3, remarks: null, arrival: "KPDX", totalMinutes: 180 });
    expect((await findCorrections(db, center, first.id)).map(({ replaced }) => replaced)).toEqual([second, first]);
  });

  test("that changes nothing keeps nothing", async () => {
    const row = await log();
    expect(await correctFlight(db, center, any(row.id), { arrival: row.arrival })).toEqual(row);
    expect(await findCorrections(db, center, row.id)).toEqual([]);
  });

  test("cannot make the parts exceed the whole, and then leaves no trace", async () => {
    const row = await log();
    expect(await correctFlight(db, center, any(row.id), { totalMinutes: 10 })).toMatchObject({
      facts: { errors: [{ path: "picMinutes" }] },
    });
    expect(await findCorrections(db, center, row.id)).toEqual([]);
  });

  test("leaves the fingerprint, by which the flight is known as it was first logged", async () => {
    const row = await log({ tailNumber: "N901TC" });
    ok(await correctFlight(db, center, any(row.id), { tailNumber: "N902TC" }));
    const known = await transaction(db, center, (tx) => timesLogged(tx, [fingerprintOf(row)]));
    expect(known).toEqual(new Map([[fingerprintOf(row), 1]]));
  });
});

describe("GET /flight-log", () => {
  test("includes both dates of a range, short or long", async () => {
    const own = await newCenter(db);
    const user = (await newCrewMember(db, own)).userId;
    const dates = ["2025-01-31", "2025-02-01", "2025-02-10", "2025-06-30", "2025-07-01"];
    for (const date of dates) ok(await logFlight(db, own, draft({ userId: user, date })));
    const list = async (from?: string, to?: string) =>
      (await caller(keyContext(db, own, "flight_log:read")).list({ limit: 50, from, to })).data.map(({ date }) => date);
    expect(await list("2025-02-01", "2025-02-10")).toEqual(["2025-02-10", "2025-02-01"]);
    expect(await list("2025-02-01", "2025-06-30")).toEqual(["2025-06-30", "2025-02-10", "2025-02-01"]);
    expect(await list(undefined, "2025-01-31")).toEqual(["2025-01-31"]);
    expect(await list("2025-07-01")).toEqual(["2025-07-01"]);
  });

  test("finds by person, tail and airport", async () => {
    const other = await newCrewMember(db, center);
    const row = await log({ userId: other.userId, tailNumber: "D-AIBC", departure: "EDDF" });
    const list = caller(keyContext(db, center, "flight_log:read")).list;
    for (const filter of [{ userId: other.userId }, { search: "d-aib" }, { search: "eddf" }, { search: "ED" }])
      expect((await list({ limit: 50, ...filter })).data).toEqual([row]);
  });

  test("is closed to keys of another scope, and logging to viewers", async () => {
    await expect(caller(keyContext(db, center, "bookings:read")).list({ limit: 1 })).rejects.toThrow("flight_log:read");
    await expect(caller(memberContext(db, center, "VIEWER")).log(draft())).rejects.toThrow("DISPATCHER");
  });
});
