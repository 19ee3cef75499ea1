import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { type By, record, type Recorder } from "../../../platform/audit/record.ts";
import { findCenter, findTwins, insertCenter, type Twins, updateCenter } from "../queries/centers.ts";
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
    const before = await findCenter(tx, tx.centerId);
    if ((name ?? before.name) === before.name && (timezone ?? before.timezone) === before.timezone) return before;
    await updateCenter(tx, tx.centerId, name, timezone);
    const detail = { before: { name: before.name, timezone: before.timezone }, name, timezone };
    await record(tx, by, "center.changed", { type: "center", id: tx.centerId }, detail);
    return findCenter(tx, tx.centerId);
  });

/** The live one of a pair of twins. Members, invitations and settings belong to it. */
export const liveCenterOf = async (db: Db | CenterTx, centerId: CenterId): Promise<CenterId> =>
  (await findTwins(db, centerId))?.liveId ?? centerId;
