import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, inHeldZone, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { lockAircraft } from "../../devices/reads.ts";
import { settleAvailability } from "../availability.ts";
import { deferralClosed, deferralExtended } from "../events.ts";
import { findDeferral, findDeferralForUpdate, updateDeferrals } from "../queries.ts";
import { close, extend } from "../rules.ts";
import type { ExtensionDraft, melDeferral, MelDeferral } from "../schema.ts";

type Changed = Promise<MelDeferral | Failure>;

/** Extends the repair interval, once. */
export const extendDeferral = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  extension: ExtensionDraft,
): Changed =>
  changing(db, centerId, target, deferralExtended, (row, { now, zone }) => extend(row, extension, now, zone));

/** Closes a repaired item; releases the aircraft if nothing else on it is expired. */
export const closeDeferral = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  correctiveAction: string,
): Changed => changing(db, centerId, target, deferralClosed, (row, { now }) => close(row, correctiveAction, now));

type Rule = (row: MelDeferral, tx: CenterTx) => MelDeferral | Failure;

/**
 * Load, decide, write, emit. Locks the aircraft first, then the deferral, in the order of renames. What changes nothing
 * (a repeated call) writes nothing and fires nothing.
 */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof melDeferral>,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (changer) => {
    const tx = await inHeldZone(changer);
    const seen = await findDeferral(tx, centerId, target.id);
    if (!seen) return notFound("MEL deferral");
    const fleet = await lockAircraft(tx, [seen.aircraft.id]);
    const row = await findDeferralForUpdate(tx, target.id);
    if (!row) return notFound("MEL deferral");
    const refused = staleVersion("MEL deferral", row, target.expectedVersion);
    if (refused) return refused;
    const next = rule(row, tx);
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateDeferrals(tx, [saved]);
    await settleAvailability(tx, [...fleet.values()]);
    await emit(tx, event, saved, previous);
    return saved;
  });
