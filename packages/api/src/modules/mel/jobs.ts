import { earlierValues } from "../../lib/changes.ts";
import type { TimedJob } from "../../lib/jobs.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { emitAll } from "../../platform/webhooks/emit.ts";
import { setAircraftAvailability } from "../devices/commands.ts";
import { deferralExpired, deferralExpiring } from "./events.ts";
import {
  findExpiredForUpdate,
  findExpiringForUpdate,
  NEXT_EXPIRED,
  NEXT_EXPIRING,
  updateDeferrals,
} from "./queries.ts";
import { expire } from "./rules.ts";
import type { MelDeferral } from "./schema.ts";

/**
 * Announces an expiry 48 hours ahead, or at once where less than that was left from the start; each expiry once, so
 * again after an extension. No field changes, but the version: events of one row are ordered by it.
 */
const announceExpiring: TimedJob = {
  name: "mel.expiring",
  due: NEXT_EXPIRING,
  work: async (tx, upTo, limit) => {
    const due = await findExpiringForUpdate(tx, upTo, limit);
    if (due.length === 0) return 0;
    const announced = due.map((row) => revised(tx, row));
    await updateDeferrals(tx, announced, true);
    await emitAll(
      tx,
      deferralExpiring,
      announced.map((object) => ({ object, previous: null })),
    );
    return due.length;
  },
};

/** Expires what is over, and grounds the aircraft. A deferral that is not announced yet waits until it is. */
const expireDeferrals: TimedJob = {
  name: "mel.expired",
  due: NEXT_EXPIRED,
  work: async (tx, upTo, limit) => {
    const due = await findExpiredForUpdate(tx, upTo, limit);
    if (due.length === 0) return 0;
    const changes = due.map((row) => {
      const object = revised(tx, expire(row));
      return { object, previous: earlierValues(row, object) };
    });
    await updateDeferrals(
      tx,
      changes.map(({ object }) => object),
    );
    await setAircraftAvailability(tx, [...new Set(due.map(({ aircraft }) => aircraft.id))], "GROUNDED");
    await emitAll(tx, deferralExpired, changes);
    return due.length;
  },
};

const revised = (tx: CenterTx, row: MelDeferral): MelDeferral => ({
  ...row,
  version: row.version + 1,
  updatedAt: tx.at,
});

export const melJobs: readonly TimedJob[] = [announceExpiring, expireDeferrals];
