import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { lockCrewMembers } from "../../crew/reads.ts";
import type { CrewRole } from "../../crew/schema.ts";
import { reserveCalledOut, reserveNoContact, reserveReleased } from "../events.ts";
import { findAround, findReserve, findReserveForUpdate, updateReserves } from "../queries.ts";
import { callOut, freeAt, recordAttempt, recordNoContact, release } from "../rules.ts";
import type { AttemptInput, CallOut, reserveAssignment, ReserveAssignment } from "../schema.ts";
import { neighborhood, windowConflict } from "../windows.ts";

type Changed = Promise<ReserveAssignment | Failure>;

/** Calls the crew member out for a duty; a pilot's next reserve must still begin after 10 hours of rest. */
export const callOutReserve = (db: Db | CenterTx, centerId: CenterId, target: Target, duty: CallOut): Changed =>
  changing(db, centerId, target, reserveCalledOut, async (row, tx, role) => {
    const next = callOut(row, duty, role, tx.now, tx.zone);
    if (isFailure(next) || next === row) return next;
    const around = { crewMemberId: row.crewMember.id, ...neighborhood(row, freeAt(next)) };
    return windowConflict(next, await findAround(tx, [around]), role) ?? next;
  });

/** Records that someone tried to reach the crew member. No transition, so no event. */
export const recordContactAttempt = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  attempt: AttemptInput,
): Changed => changing(db, centerId, target, null, (row, tx) => recordAttempt(row, { at: tx.now, ...attempt }));

export const recordReserveNoContact = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, reserveNoContact, (row, tx) => recordNoContact(row, tx.now));

export const releaseReserve = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, reserveReleased, (row, tx) => release(row, tx.now));

type Rule = (row: ReserveAssignment, tx: CenterTx, role: CrewRole) => ReserveAssignment | Failure | Changed;

/**
 * Load, decide, write, emit. Locks the crew member first, then the assignment, in the order of renames. What changes
 * nothing (a repeated call) writes nothing and fires nothing.
 */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof reserveAssignment> | null,
  rule: Rule,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const seen = await findReserve(tx, centerId, target.id);
    const member = seen && (await lockCrewMembers(tx, [seen.crewMember.id])).get(seen.crewMember.id);
    const row = member && (await findReserveForUpdate(tx, target.id));
    if (!row) return notFound("reserve assignment");
    const refused = staleVersion("reserve assignment", row, target.expectedVersion);
    if (refused) return refused;
    const next = await rule(row, tx, member.role);
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateReserves(tx, [saved]);
    if (event) await emit(tx, event, saved, previous);
    return saved;
  });
