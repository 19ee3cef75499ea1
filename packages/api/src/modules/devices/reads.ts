import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Aircraft, Simulator } from "./schema.ts";

const lockedSimulators = statement<{ document: string }>(
  "devices.lock_simulators",
  `select document from simulators where center_id = $1 and id = ${anyOf("$2::uuid[]")} order by id for no key update`,
);

/** These simulators by id, locked in id order until the transaction ends; what the center does not have is missing. */
export const lockSimulators = async (tx: CenterTx, ids: readonly string[]): Promise<Map<string, Simulator>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.many(lockedSimulators, [tx.centerId, ids]);
  const simulators = rows.map(({ document }) => JSON.parse(document) as Simulator); // written by this module alone
  return new Map(simulators.map((simulator) => [simulator.id, simulator]));
};

const outOfService = statement<{ id: string }>(
  "devices.out_of_service",
  "select id from simulators where center_id = $1 and id = $2 and status = 'OUT_OF_SERVICE'",
);

/** Whether this simulator is out of service. */
export const isOutOfService = async (tx: CenterTx, id: string): Promise<boolean> =>
  (await tx.maybe(outOfService, [tx.centerId, id])) !== undefined;

const choices = statement<{ id: string; name: string }>(
  "devices.simulator_choices",
  "select id, name from simulators where center_id = $1 order by name limit 20",
);

/** At most 20 simulators of the center by name: what there is, for a caller who named one that is not there. */
export const simulatorChoices = (db: Queryable, centerId: CenterId): Promise<{ id: string; name: string }[]> =>
  db.many(choices, [centerId]);

const simulatorNames = statement<{ id: string; name: string }>(
  "devices.simulator_keys",
  "select id, name from simulators where center_id = $1",
);

/** By what people call each simulator of the center. */
export const simulatorKeys = (db: Queryable, centerId: CenterId): Promise<{ id: string; name: string }[]> =>
  db.many(simulatorNames, [centerId]);

const fleet = statement<{ tailNumber: string; type: string }>(
  "devices.fleet",
  `select tail_number as "tailNumber", document->>'type' as type from aircraft where center_id = $1`,
);

/** Tail number and type of each aircraft of the center. */
export const fleetTypes = (db: Queryable, centerId: CenterId): Promise<{ tailNumber: string; type: string }[]> =>
  db.many(fleet, [centerId]);

const lockedAircraft = statement<{ document: string }>(
  "devices.lock_aircraft",
  `select document from aircraft where center_id = $1 and id = ${anyOf("$2::uuid[]")} order by id for no key update`,
);

/** These aircraft by id, locked in id order until the transaction ends; what the center does not have is missing. */
export const lockAircraft = async (tx: CenterTx, ids: readonly string[]): Promise<Map<string, Aircraft>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.many(lockedAircraft, [tx.centerId, ids]);
  const fleet = rows.map(({ document }) => JSON.parse(document) as Aircraft); // written by this module alone
  return new Map(fleet.map((aircraft) => [aircraft.id, aircraft]));
};

const fleetChoices = statement<{ id: string; name: string }>(
  "devices.aircraft_choices",
  "select id, tail_number as name from aircraft where center_id = $1 order by tail_number limit 20",
);

/** At most 20 aircraft of the center by tail number: what there is, for a caller who named one that is not there. */
export const aircraftChoices = (db: Queryable, centerId: CenterId): Promise<{ id: string; name: string }[]> =>
  db.many(fleetChoices, [centerId]);
