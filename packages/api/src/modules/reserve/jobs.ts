import { earlierValues } from "../../lib/changes.ts";
import type { TimedJob } from "../../lib/jobs.ts";
import { emitAll } from "../../platform/webhooks/emit.ts";
import { reserveReleased } from "./events.ts";
import { findOverForUpdate, updateReserves } from "./queries.ts";
import { expire } from "./rules.ts";

/** A window that is over releases whoever was not called out, as of its end. */
const releaseWhenOver: TimedJob = {
  name: "reserve.release",
  due: `select min(window_end) from reserve_assignments
         where center_id = $1 and status in ('AVAILABLE', 'NO_CONTACT')`,
  work: async (tx, upTo, limit) => {
    const rows = await findOverForUpdate(tx, upTo, limit);
    if (rows.length === 0) return 0;
    const changes = rows.map((row) => {
      const object = { ...expire(row), version: row.version + 1, updatedAt: tx.at };
      return { object, previous: earlierValues(row, object) };
    });
    await updateReserves(
      tx,
      changes.map(({ object }) => object),
    );
    await emitAll(tx, reserveReleased, changes);
    return rows.length;
  },
};

export const reserveJobs: readonly TimedJob[] = [releaseWhenOver];
