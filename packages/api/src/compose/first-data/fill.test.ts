import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { TIMED_JOBS } from "../../cron.ts";
import { tickCenter } from "../../lib/jobs.ts";
import { booking } from "../../modules/bookings/schema.ts";
import { complianceItem } from "../../modules/compliance/schema.ts";
import { crewMember } from "../../modules/crew/schema.ts";
import { datDraw, datRecord } from "../../modules/dat/schema.ts";
import { aircraft, simulator } from "../../modules/devices/schema.ts";
import { faTraining } from "../../modules/fa-training/schema.ts";
import { flight } from "../../modules/flight-log/schema.ts";
import { invoice } from "../../modules/invoices/schema.ts";
import { melDeferral } from "../../modules/mel/schema.ts";
import { reserveAssignment } from "../../modules/reserve/schema.ts";
import { stageCheck } from "../../modules/stage-checks/schema.ts";
import { trainee } from "../../modules/trainees/schema.ts";
import { tripTrade } from "../../modules/trip-trades/schema.ts";
import { trip } from "../../modules/trips/schema.ts";
import { workOrder } from "../../modules/work-orders/schema.ts";
import { type Filled, fillCenter } from "./fill.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;
let filled: Filled;
const lines: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
  filled = await fillCenter(db, center, { seed: 11, scale: 0.05, log: (line) => lines.push(line) });
});
afterAll(() => database.drop());

const documentsOf = async (table: string): Promise<unknown[]> => {
  const query = statement<{ document: string }>(
    `test.first_data_${table}`,
    `select document from ${table} where center_id = $1 order by created_at, id`,
  );
  return (await db.many(query, [center])).map(({ document }): unknown => JSON.parse(document));
};

const NOUNS: readonly [table: string, schema: z.ZodType, count: keyof Filled][] = [
  ["simulators", simulator, "simulators"],
  ["aircraft", aircraft, "aircraft"],
  ["crew_members", crewMember, "crew"],
  ["trainees", trainee, "trainees"],
  ["bookings", booking, "bookings"],
  ["work_orders", workOrder, "workOrders"],
  ["flight_log", flight, "flights"],
  ["invoices", invoice, "invoices"],
  ["compliance_items", complianceItem, "compliance"],
  ["mel_deferrals", melDeferral, "deferrals"],
  ["stage_checks", stageCheck, "stageChecks"],
  ["trips", trip, "trips"],
  ["reserve_assignments", reserveAssignment, "reserve"],
  ["trip_trades", tripTrade, "trades"],
  ["fa_training", faTraining, "currencies"],
  ["dat_draws", datDraw, "datDraws"],
  ["dat_tests", datRecord, "datTests"],
];

describe("a filled center", () => {
  test.each(NOUNS)("has rows in %s, each as its schema says", async (table, schema, count) => {
    const documents = await documentsOf(table);
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.length).toBe(filled[count]);
    for (const document of documents) schema.parse(document);
  });

  test("lists its bookings in the order in which they begin, but for the late requests at the end", async () => {
    const starts = (await documentsOf("bookings")).map((document) => booking.parse(document).startsAt);
    const regular = starts.slice(0, starts.length - 3);
    expect(regular).toEqual(regular.toSorted());
    const created = statement<{ created_at: string }>(
      "test.first_data_created",
      "select distinct created_at from bookings where center_id = $1",
    );
    expect((await db.many(created, [center])).length).toBeGreaterThan(1);
  });

  test("has one device out of service, the one with the critical work order", async () => {
    const down = (await documentsOf("simulators"))
      .map((document) => simulator.parse(document))
      .filter(({ status }) => status === "OUT_OF_SERVICE");
    const critical = (await documentsOf("work_orders"))
      .map((document) => workOrder.parse(document))
      .filter(({ priority }) => priority === "CRITICAL");
    expect(down.map(({ id }) => id)).toEqual(critical.map((row) => row.simulator.id));
    expect(down).toHaveLength(1);
  });

  test("has one aircraft on the ground, the one whose deferral expired", async () => {
    const grounded = (await documentsOf("aircraft"))
      .map((document) => aircraft.parse(document))
      .filter(({ status }) => status === "GROUNDED");
    const expired = (await documentsOf("mel_deferrals"))
      .map((document) => melDeferral.parse(document))
      .filter(({ status }) => status === "EXPIRED");
    expect(grounded.map(({ id }) => id)).toEqual(expired.map((row) => row.aircraft.id));
    expect(grounded).toHaveLength(1);
  });

  test("has told nobody: no event was written, and time has nothing to catch up with", async () => {
    expect(await tickCenter(db, center, TIMED_JOBS)).toBe(0);
    const events = statement<{ count: number }>("test.first_data_events", "select count(*) from events");
    expect(await db.many(events, [])).toEqual([{ count: 0 }]);
  });

  test("said what it wrote", () => {
    expect(lines[0]).toContain("seed 11");
    expect(lines.join(" ")).toContain(`${filled.refused} refused`);
  });
});
