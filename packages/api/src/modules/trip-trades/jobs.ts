import { earlierValues } from "../../lib/changes.ts";
import type { TimedJob } from "../../lib/jobs.ts";
import { emitAll } from "../../platform/webhooks/emit.ts";
import { tradeCancelled } from "./events.ts";
import { findExpiredForUpdate, updateTrades } from "./queries/trades.ts";
import { expire } from "./rules.ts";

/** A trade that nobody decided by its cut-off is cancelled. */
const cancelAtCutOff: TimedJob = {
  name: "trip_trades.expire",
  due: "select min(cut_off_at) from trip_trades where center_id = $1 and status = 'REQUESTED'",
  work: async (tx, upTo, limit) => {
    const rows = await findExpiredForUpdate(tx, upTo, limit);
    if (rows.length === 0) return 0;
    const changes = rows.map((row) => {
      const object = { ...expire(row), version: row.version + 1, updatedAt: tx.at };
      return { object, previous: earlierValues(row, object) };
    });
    await updateTrades(
      tx,
      changes.map(({ object }) => object),
    );
    await emitAll(tx, tradeCancelled, changes);
    return rows.length;
  },
};

export const tripTradeJobs: readonly TimedJob[] = [cancelAtCutOff];
