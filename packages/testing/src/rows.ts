import { randomUUID } from "node:crypto";
import { type CenterId, type Db, type Statement, statement } from "@aviationalley/db/client.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { logFlight } from "@aviationalley/api/modules/flight-log/commands/log.ts";
import { openDeferral } from "@aviationalley/api/modules/mel/commands/create.ts";
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
  "mel.list": rows("mel_deferrals", async (db, centerId) => {
    const { id: aircraftId } = await newAircraft(db, centerId);
    return ok(
      await openDeferral(db, centerId, { aircraftId, melItem: "34-11-01", title: "Pitot heat", category: "C" }),
    );
  }),
  "stageChecks.list": rows("stage_checks", async (db, centerId) => {
    const { id: traineeId } = await newTrainee(db, centerId);
    const { id: checkInstructorId } = await newCrewMember(db, centerId, { role: "CHECK_INSTRUCTOR" });
    const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
    return ok(await scheduleStageCheck(db, centerId, { traineeId, checkInstructorId, scheduledAt, stage: "Stage 1" }));
  }),
};
