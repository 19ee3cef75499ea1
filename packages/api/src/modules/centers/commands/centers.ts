import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import { newId } from "../../../lib/ids.ts";
import type { Zone } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { type By, record, type Recorder } from "../../../platform/audit/record.ts";
import { rezoneDeferrals } from "../../mel/commands/rezone.ts";
import { rezoneWorkOrders } from "../../work-orders/commands/rezone.ts";
import { findCenter, findTwins, insertCenter, lockCenterOut, type Twins, updateCenter } from "../queries/centers.ts";
import type { Center, CenterChange, CenterDraft } from "../schema.ts";

/**
 * Creates a live center and its empty sandbox in one transaction. `onCreated` runs in it as well: first members, or
 * whatever else must not be missing.
 */
export const createLiveCenter = (
  db: Db | Tx,
  by: By,
  draft: CenterDraft,
  onCreated: (tx: Tx, twins: Twins) => Promise<void> = async () => {},
): Promise<Twins> =>
  inTransaction(db, async (tx) => {
    const twins = { liveId: newId() as CenterId, sandboxId: newId() as CenterId }; // ids become centers here only
    const at = await insertCenter(tx, twins.liveId, twins.sandboxId, draft);
    const recorder: Recorder = { centerId: twins.liveId, at, run: (one, values) => tx.run(one, values) };
    await record(recorder, by, "center.created", { type: "center", id: twins.liveId }, { ...draft });
    await onCreated(tx, twins);
    return twins;
  });

/** Changes name or time zone of a center and of its sandbox; `centerId` may be either's. */
export const changeCenter = async (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  { name, timezone }: CenterChange,
): Promise<Center> =>
  transaction(db, await liveCenterOf(db, centerId), async (tx) => {
    const { sandboxId } = (await findTwins(tx, tx.centerId)) ?? { sandboxId: tx.centerId };
    // Whoever counts days in the old zone just now, or changes it, finishes first: the rows are there to be counted anew.
    for (const id of [tx.centerId, sandboxId]) await lockCenterOut(tx, id);
    const before = await findCenter(tx, tx.centerId);
    if ((name ?? before.name) === before.name && (timezone ?? before.timezone) === before.timezone) return before;
    await updateCenter(tx, tx.centerId, name, timezone);
    for (const id of [tx.centerId, sandboxId])
      await rezone({ ...tx, centerId: id, zone: timezone ?? before.timezone }, before.timezone);
    const detail = { before: { name: before.name, timezone: before.timezone }, name, timezone };
    await record(tx, by, "center.changed", { type: "center", id: tx.centerId }, detail);
    return findCenter(tx, tx.centerId);
  });

/** Moves what was counted in days of the old zone and is kept as an instant. What is kept as a date follows by itself. */
const rezone = async (tx: CenterTx, from: Zone): Promise<void> => {
  if (tx.zone === from) return;
  await rezoneDeferrals(tx, from);
  await rezoneWorkOrders(tx);
};

/** The live one of a pair of twins. Members, invitations and settings belong to it. */
export const liveCenterOf = async (db: Db | CenterTx, centerId: CenterId): Promise<CenterId> =>
  (await findTwins(db, centerId))?.liveId ?? centerId;
