import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../lib/changes.ts";
import { brokenConstraint } from "../../lib/constraints.ts";
import { fail, type Failure, isSuccess, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { staleVersion, type Target } from "../../lib/versions.ts";
import { requoteBookings } from "../bookings/commands/requote.ts";
import { requoteDeferrals } from "../mel/commands/requote.ts";
import { requoteWorkOrders } from "../work-orders/commands/requote.ts";
import { findAircraftForUpdate, findTailNumbers, insertAircraft, updateAircraft } from "./queries/aircraft.ts";
import { findSimulatorNames, insertSimulators, updateSimulators } from "./queries/simulators.ts";
import { lockAircraft, lockSimulators } from "./reads.ts";
import type {
  Aircraft,
  AircraftChange,
  AircraftDraft,
  AircraftStatus,
  Simulator,
  SimulatorChange,
  SimulatorDraft,
  SimulatorStatus,
} from "./schema.ts";

/** Adds one simulator. */
export const createSimulator = (
  db: Db | CenterTx,
  centerId: CenterId,
  draft: SimulatorDraft,
): Promise<Simulator | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createSimulators(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  }).catch(asTaken);

/** Adds a batch of simulators: each outcome stands at its draft's place, and the good ones are written. */
export const createSimulators = async (
  tx: CenterTx,
  drafts: readonly SimulatorDraft[],
): Promise<(Simulator | Failure)[]> => {
  const names = drafts.map(({ name }) => name);
  const holders = await findSimulatorNames(tx, names);
  const outcomes = drafts.map((draft) => {
    const holder = holders.get(draft.name);
    if (holder !== undefined) return nameTaken(draft.name, holder);
    const row: Simulator = { ...newRow(tx), ...draft, status: "IN_SERVICE" };
    holders.set(row.name, row.id);
    return row;
  });
  const added = outcomes.filter(isSuccess);
  if (added.length > 0) await insertSimulators(tx, added);
  return outcomes;
};

/** Replaces details of a simulator, in what quotes them too. What changes nothing is no change. */
export const changeSimulator = (
  db: Db | CenterTx,
  centerId: CenterId,
  { id, expectedVersion }: Target,
  change: SimulatorChange,
): Promise<Simulator | Failure> =>
  transaction(db, centerId, async (tx) => {
    const row = (await lockSimulators(tx, [id])).get(id);
    if (!row) return notFound("simulator");
    const stale = staleVersion("simulator", row, expectedVersion);
    if (stale) return stale;
    const next = withChange(row, change);
    if (!earlierValues(row, next)) return row;
    const holder = (await findSimulatorNames(tx, [next.name])).get(next.name);
    if (holder !== undefined && holder !== id) return nameTaken(next.name, holder);
    const saved = revised(tx, next);
    await updateSimulators(tx, [saved]);
    const { name, type } = saved;
    if (name !== row.name || type !== row.type) {
      await requoteBookings(tx, { simulator: { id, name, type } });
      await requoteWorkOrders(tx, { simulator: { id, name, type } });
    }
    return saved;
  }).catch(asTaken);

/**
 * Puts a simulator into service or out of it, as its work orders have it; nothing changes when it is there already.
 * The row is locked until the transaction ends, so lock it before judging its work orders.
 */
export const setSimulatorService = async (
  tx: CenterTx,
  simulatorId: string,
  status: SimulatorStatus,
): Promise<Simulator | Failure> => {
  const row = (await lockSimulators(tx, [simulatorId])).get(simulatorId);
  if (!row) return notFound("simulator");
  if (row.status === status) return row;
  const saved = revised(tx, { ...row, status });
  await updateSimulators(tx, [saved]);
  return saved;
};

/** Adds one aircraft to the fleet. */
export const createAircraft = (
  db: Db | CenterTx,
  centerId: CenterId,
  draft: AircraftDraft,
): Promise<Aircraft | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createFleet(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  }).catch(asTaken);

/** Adds a batch of aircraft: each outcome stands at its draft's place, and the good ones are written. */
export const createFleet = async (tx: CenterTx, drafts: readonly AircraftDraft[]): Promise<(Aircraft | Failure)[]> => {
  const tails = drafts.map(({ tailNumber }) => tailNumber);
  const holders = await findTailNumbers(tx, tails);
  const outcomes = drafts.map((draft) => {
    const holder = holders.get(draft.tailNumber);
    if (holder !== undefined) return tailTaken(draft.tailNumber, holder);
    const row: Aircraft = { ...newRow(tx), ...draft, status: "AVAILABLE" };
    holders.set(row.tailNumber, row.id);
    return row;
  });
  const added = outcomes.filter(isSuccess);
  if (added.length > 0) await insertAircraft(tx, added);
  return outcomes;
};

/** Replaces details of an aircraft. What changes nothing is no change. */
export const changeAircraft = (
  db: Db | CenterTx,
  centerId: CenterId,
  { id, expectedVersion }: Target,
  change: AircraftChange,
): Promise<Aircraft | Failure> =>
  transaction(db, centerId, async (tx) => {
    const row = await findAircraftForUpdate(tx, id);
    if (!row) return notFound("aircraft");
    const stale = staleVersion("aircraft", row, expectedVersion);
    if (stale) return stale;
    const next = withChange(row, change);
    if (!earlierValues(row, next)) return row;
    const holder = (await findTailNumbers(tx, [next.tailNumber])).get(next.tailNumber);
    if (holder !== undefined && holder !== id) return tailTaken(next.tailNumber, holder);
    const saved = revised(tx, next);
    await updateAircraft(tx, [saved]);
    const { tailNumber } = saved;
    if (tailNumber !== row.tailNumber) await requoteDeferrals(tx, { aircraft: { id, tailNumber } });
    return saved;
  }).catch(asTaken);

/**
 * Grounds or releases aircraft, as their MEL deferrals have it; nothing changes for those that are so already. The rows
 * are locked until the transaction ends, so lock them before judging their deferrals.
 */
export const setAircraftAvailability = async (
  tx: CenterTx,
  aircraftIds: readonly string[],
  status: AircraftStatus,
): Promise<void> => {
  const fleet = await lockAircraft(tx, aircraftIds);
  const changed = [...fleet.values()].filter((row) => row.status !== status);
  if (changed.length === 0) return;
  await updateAircraft(
    tx,
    changed.map((row) => revised(tx, { ...row, status })),
  );
};

const newRow = (tx: CenterTx) => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
});

const revised = <Row extends { version: number; updatedAt: string }>(tx: CenterTx, row: Row): Row => ({
  ...row,
  version: row.version + 1,
  updatedAt: tx.at,
});

const nameTaken = (name: string, holder: string): Failure =>
  fail("conflict", `Simulator ${holder} is called ${name} already. Choose another name, or rename that one.`, {
    conflictingId: holder,
  });

const tailTaken = (tailNumber: string, holder: string): Failure =>
  fail("conflict", `Aircraft ${holder} is ${tailNumber} already. Correct the tail number, or change that aircraft.`, {
    conflictingId: holder,
  });

/** Two callers may both find a name free; the constraint then stops the second. */
const asTaken = (error: unknown): Failure => {
  switch (brokenConstraint(error) ?? "") {
    case "simulators_name":
      return fail("conflict", "The name was taken just now by another simulator. Choose another.");
    case "aircraft_tail_number":
      return fail("conflict", "The tail number was taken just now by another aircraft. Correct it.");
    default:
      throw error;
  }
};
