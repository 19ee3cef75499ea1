import type { CenterTx } from "../../lib/transaction.ts";
import { setSimulatorService } from "../devices/commands.ts";
import type { Simulator } from "../devices/schema.ts";
import { findGrounded } from "./queries.ts";

/**
 * A simulator is OUT_OF_SERVICE exactly while a critical work order on it is not finished. Call after writing, with
 * the simulators locked since before: else two callers may each miss the other's work order.
 */
export const settleService = async (tx: CenterTx, simulators: readonly Simulator[]): Promise<void> => {
  if (simulators.length === 0) return;
  const grounded = await findGrounded(
    tx,
    simulators.map(({ id }) => id),
  );
  for (const { id, status } of simulators) {
    const due = grounded.has(id) ? "OUT_OF_SERVICE" : "IN_SERVICE";
    if (due !== status) await setSimulatorService(tx, id, due);
  }
};
