import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, isFailure } from "../../../lib/errors.ts";
import type { Instant } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { type By, record } from "../../../platform/audit/record.ts";
import { findCenter, lockCenter, updateOffset } from "../queries/centers.ts";
import { offsetTo } from "../rules.ts";
import type { Center } from "../schema.ts";

const liveClock = (): Failure =>
  fail("conflict", "A live center's clock is the real one. Switch to the sandbox to move time.");

/** Moves a sandbox's clock forward to an instant; what is due by then happens at the next run of the timed jobs. */
export const advanceClock = (db: Db | CenterTx, by: By, centerId: CenterId, to: Instant): Promise<Center | Failure> =>
  transaction(db, centerId, async (tx) => {
    if (tx.mode !== "test") return liveClock();
    await lockCenter(tx, centerId);
    const { now } = await findCenter(tx, centerId);
    const offset = offsetTo(now, tx.at, to);
    if (isFailure(offset)) return offset;
    await updateOffset(tx, centerId, offset);
    await record(tx, by, "sandbox.clock_advanced", { type: "center", id: centerId }, { from: now, to });
    return findCenter(tx, centerId);
  });

/** Returns a sandbox's clock to the present. */
export const resetClock = (db: Db | CenterTx, by: By, centerId: CenterId): Promise<Center | Failure> =>
  transaction(db, centerId, async (tx) => {
    if (tx.mode !== "test") return liveClock();
    await updateOffset(tx, centerId, 0);
    await record(tx, by, "sandbox.clock_reset", { type: "center", id: centerId }, { from: tx.now });
    return findCenter(tx, centerId);
  });
