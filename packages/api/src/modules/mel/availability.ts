import type { CenterTx } from "../../lib/transaction.ts";
import { setAircraftAvailability } from "../devices/commands.ts";
import type { Aircraft } from "../devices/schema.ts";
import { findGrounded } from "./queries.ts";

/**
 * An aircraft is GROUNDED exactly while a deferral on it is expired. Call after writing, with the aircraft locked since
 * before: else two callers may each miss the other's deferral.
 */
export const settleAvailability = async (tx: CenterTx, fleet: readonly Aircraft[]): Promise<void> => {
  if (fleet.length === 0) return;
  const grounded = await findGrounded(
    tx,
    fleet.map(({ id }) => id),
  );
  const [down, up] = [fleet.filter(({ id }) => grounded.has(id)), fleet.filter(({ id }) => !grounded.has(id))];
  await setAircraftAvailability(tx, idsOf(down.filter(({ status }) => status !== "GROUNDED")), "GROUNDED");
  await setAircraftAvailability(tx, idsOf(up.filter(({ status }) => status !== "AVAILABLE")), "AVAILABLE");
};

const idsOf = (fleet: readonly Aircraft[]): string[] => fleet.map(({ id }) => id);
