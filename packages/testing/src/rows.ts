import { randomUUID } from "node:crypto";
import { type CenterId, type Db, type Statement, statement } from "@aviationalley/db/client.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { logFlight } from "@aviationalley/api/modules/flight-log/commands/log.ts";
import { createItem } from "@aviationalley/api/modules/compliance/commands/create.ts";
import { createInvoice } from "@aviationalley/api/modules/invoices/commands/create.ts";
import { notifyOfTest } from "@aviationalley/api/modules/dat/commands/change.ts";
import { selectForTest } from "@aviationalley/api/modules/dat/commands/select.ts";
import { createFaTraining } from "@aviationalley/api/modules/fa-training/commands/create.ts";
import { openDeferral } from "@aviationalley/api/modules/mel/commands/create.ts";
import { assignReserve } from "@aviationalley/api/modules/reserve/commands/assign.ts";
import { requestTrade } from "@aviationalley/api/modules/trip-trades/commands/request.ts";
import { createTrip } from "@aviationalley/api/modules/trips/commands.ts";
import { scheduleStageCheck } from "@aviationalley/api/modules/stage-checks/commands/create.ts";
import { createWorkOrder } from "@aviationalley/api/modules/work-orders/commands/create.ts";
import { newAircraft, newBooking, newCrewMember, newSimulator, newTrainee, ok } from "./factories.ts";
import { newToy, saveToy } from "./toys.ts";

/** How tests make, touch and remove rows of a list. */
export interface RowsOf {
  readonly make: (db: Db, centerId: CenterId) => Promise<{ id: string }>;
  readonly touch: (db: Db, centerId: CenterId, id: string) => Promise<void>;
  readonly remove: (db: Db, centerId: CenterId, id: string) => Promise<void>;
}

const rows = (table: string, make: RowsOf["make"]): RowsOf => {
  const one = (verb: string, text: string): Statement<never> => statement(`testing.${verb}.${table}`, text);
  const touch = one("touch", `update ${table} set updated_at = now() where center_id = $1 and id = $2`);
  const remove = one("remove", `delete from ${table} where center_id = $1 and id = $2`);
  return {
    make,
    touch: async (db, centerId, id) => void (await db.run(touch, [centerId, id])),
    remove: async (db, centerId, id) => void (await db.run(remove, [centerId, id])),
  };
};

const hoursAhead = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** By the name of the operation that lists them. A list without an entry here fails the walk, so that none is forgotten. */
export const ROWS: Readonly<Record<string, RowsOf>> = {
  "toys.list": rows("toys", (db, centerId) =>
    transaction(db, centerId, (tx) => saveToy(tx, newToy(tx, { name: randomUUID() }))),
  ),
  "trainees.list": rows("trainees", newTrainee),
  "crew.list": rows("crew_members", newCrewMember),
  "bookings.list": rows("bookings", (db, centerId) => newBooking(db, centerId)),
  "workOrders.list": rows("work_orders", async (db, centerId) => {
    const { id: simulatorId } = await newSimulator(db, centerId);
    return ok(await createWorkOrder(db, centerId, { simulatorId, title: "Motion system drifts" }));
  }),
  "flightLog.list": rows("flight_log", async (db, centerId) => {
    const { userId } = await newCrewMember(db, centerId);
    const flight = {
      date: "2026-03-01",
      tailNumber: "N123AA",
      aircraftType: "C172",
      departure: "KDEN",
      arrival: "KSEA",
    };
    return ok(await logFlight(db, centerId, { ...flight, userId, totalMinutes: 60 }));
  }),
  "invoices.list": rows("invoices", async (db, centerId) => {
    const lines = [{ description: "FFS session", quantity: 4, unitAmount: 45_000 }];
    const customer = { customerName: "Summit Air", customerEmail: "billing@example.com", currency: "USD" };
    return ok(await createInvoice(db, centerId, { ...customer, lines, dueOn: "2199-12-31" }));
  }),
  "compliance.list": rows("compliance_items", async (db, centerId) =>
    ok(await createItem(db, centerId, { title: "Annual NSP evaluation", category: "NSP" })),
  ),
  "mel.list": rows("mel_deferrals", async (db, centerId) => {
    const { id: aircraftId } = await newAircraft(db, centerId);
    return ok(
      await openDeferral(db, centerId, { aircraftId, melItem: "34-11-01", title: "Pitot heat", category: "C" }),
    );
  }),
  "reserve.list": rows("reserve_assignments", async (db, centerId) => {
    const { id: crewMemberId } = await newCrewMember(db, centerId, { role: "CAPTAIN" });
    const window = { windowStart: hoursAhead(24), windowEnd: hoursAhead(36) };
    return ok(await assignReserve(db, centerId, { crewMemberId, type: "SHORT_CALL", ...window }));
  }),
  "tripTrades.list": rows("trip_trades", async (db, centerId) => {
    const { id: requesterId } = await newCrewMember(db, centerId, { role: "CAPTAIN" });
    const trip = { number: randomUUID().slice(0, 8), base: "DEN", aircraftType: "B738", position: "CAPTAIN" } as const;
    const duties = [{ reportAt: hoursAhead(48), releaseAt: hoursAhead(56), blockMinutes: 300 }];
    const { id: offeredTripId } = ok(await createTrip(db, centerId, { ...trip, duties, crewMemberId: requesterId }));
    return ok(await requestTrade(db, centerId, { kind: "DROP", requesterId, offeredTripId }));
  }),
  "faTraining.list": rows("fa_training", async (db, centerId) => {
    const { id: crewMemberId } = await newCrewMember(db, centerId, { role: "FLIGHT_ATTENDANT" });
    const thisMonth = hoursAhead(0).slice(0, 7);
    return ok(await createFaTraining(db, centerId, { crewMemberId, kind: "RECURRENT", baseMonth: thisMonth }));
  }),
  "dat.list": rows("dat_tests", async (db, centerId) => {
    const { id: crewMemberId } = await newCrewMember(db, centerId);
    const wanted = { crewMemberId, testType: "DRUG", reason: "POST_ACCIDENT" } as const;
    const { id } = ok(await selectForTest(db, centerId, wanted));
    return ok(await notifyOfTest(db, centerId, { id, expectedVersion: null }));
  }),
  "stageChecks.list": rows("stage_checks", async (db, centerId) => {
    const { id: traineeId } = await newTrainee(db, centerId);
    const { id: checkInstructorId } = await newCrewMember(db, centerId, { role: "CHECK_INSTRUCTOR" });
    const check = { traineeId, checkInstructorId, scheduledAt: hoursAhead(24), stage: "Stage 1" };
    return ok(await scheduleStageCheck(db, centerId, check));
  }),
};
