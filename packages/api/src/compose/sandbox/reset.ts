import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import type { Failure } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { refuseLive } from "../../modules/centers/commands/clock.ts";
import { findCenter, lockCenterOut, resetOffset } from "../../modules/centers/queries/centers.ts";
import type { Center } from "../../modules/centers/schema.ts";
import { type By, record } from "../../platform/audit/record.ts";
import { fillSandbox } from "./fill.ts";
import { CLEARED_TABLES, PARENT_TABLES } from "./tables.ts";

const holdings = PARENT_TABLES.map((table) =>
  statement<never>(`sandbox.hold.${table}`, `select from ${table} where center_id = $1 order by id for update`),
);

const clearings = CLEARED_TABLES.map((table) =>
  statement<never>(`sandbox.clear.${table}`, `delete from ${table} where center_id = $1`),
);

/**
 * Makes a sandbox as it was on its first day: its rows go, its clock returns to the present, sample data comes. Keys,
 * endpoints and logs stay. One transaction: readers see the old rows until the new ones are there, writers wait, and
 * when it fails nothing has changed. Fires no events. Fails for a live center.
 */
export const resetSandbox = (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  fill: (tx: CenterTx, centerId: CenterId) => Promise<void> = fillSandbox,
): Promise<Center | Failure> =>
  transaction(
    db,
    centerId,
    async (tx) => {
      const refused = refuseLive(tx);
      if (refused) return refused;
      await lockCenterOut(tx, centerId);
      for (const hold of holdings) await tx.run(hold, [centerId]);
      const { now: clock } = await findCenter(tx, centerId);
      for (const clear of clearings) await tx.run(clear, [centerId]);
      await resetOffset(tx, centerId);
      await fill({ ...tx, now: tx.at }, centerId);
      await record(tx, by, "sandbox.reset", { type: "center", id: centerId }, { clock });
      return findCenter(tx, centerId);
    },
    "import",
  );
