import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { brokenConstraint } from "../../../lib/constraints.ts";
import { fail, type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { fullName } from "../../../lib/full-name.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { emitAll } from "../../../platform/webhooks/emit.ts";
import { lockCrewMembers } from "../../crew/reads.ts";
import type { CrewMember } from "../../crew/schema.ts";
import { reserveAssigned } from "../events.ts";
import { findAround, insertReserves } from "../queries.ts";
import { courseFaults, windowFaults } from "../rules.ts";
import type { ReserveAssignment, ReserveDraft } from "../schema.ts";
import { neighborhood, windowConflict } from "../windows.ts";

/** A draft; an import may bring the state that the assignment is in by now, with its times. */
export interface NewReserve
  extends
    ReserveDraft,
    Partial<
      Pick<ReserveAssignment, "status" | "calledOutAt" | "reportAt" | "dutyEndsAt" | "releasedAt" | "attempts">
    > {}

/** Assigns one reserve window. */
export const assignReserve = (
  db: Db | CenterTx,
  centerId: CenterId,
  draft: ReserveDraft,
): Promise<ReserveAssignment | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [assigned] = await assignReserves(tx, [draft]);
    if (!assigned) throw new Error("A batch of one has one outcome.");
    return assigned;
  }).catch(asOverlap);

/**
 * Assigns a batch: each outcome stands at its draft's place, and the good ones are written. Within a batch, the earlier
 * of two that collide is assigned.
 */
export const assignReserves = async (
  tx: CenterTx,
  drafts: readonly NewReserve[],
): Promise<(ReserveAssignment | Failure)[]> => {
  const crew = await lockCrewMembers(tx, [...new Set(drafts.map(({ crewMemberId }) => crewMemberId))]);
  const judged = drafts.map((draft) => judge(tx, draft, crew.get(draft.crewMemberId)));
  const windows = await windowsAround(tx, judged.filter(isSuccess));
  const outcomes = judged.map((row) => {
    const member = isFailure(row) ? undefined : crew.get(row.crewMember.id);
    if (isFailure(row) || !member) return row;
    const own = windows.get(member.id) ?? [];
    const conflict = windowConflict(row, own, member.role, isHistory(tx, row));
    if (conflict) return conflict;
    windows.set(member.id, [...own, row]);
    return row;
  });
  const assigned = outcomes.filter(isSuccess);
  if (assigned.length > 0) await insertReserves(tx, assigned);
  await emitAll(
    tx,
    reserveAssigned,
    assigned.map((object) => ({ object, previous: null })),
  );
  return outcomes;
};

const windowsAround = async (
  tx: CenterTx,
  rows: readonly ReserveAssignment[],
): Promise<Map<string, ReserveAssignment[]>> => {
  const spans = rows.map((row) => ({ crewMemberId: row.crewMember.id, ...neighborhood(row, row.windowEnd) }));
  return Map.groupBy(await findAround(tx, spans), ({ crewMember }) => crewMember.id);
};

/** What is over already when an import brings it. */
const isHistory = (tx: CenterTx, { windowEnd }: { windowEnd: string }): boolean =>
  tx.origin === "import" && windowEnd <= tx.now;

const judge = (tx: CenterTx, draft: NewReserve, member: CrewMember | undefined): ReserveAssignment | Failure => {
  if (!member)
    return fail("unprocessable", `No crew member ${draft.crewMemberId} exists in this center; GET /crew lists them.`, {
      errors: [{ path: "crewMemberId", message: "refers to no crew member of this center" }],
    });
  const row: ReserveAssignment = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    crewMember: { id: member.id, name: fullName(member) },
    type: draft.type,
    base: draft.base ?? member.base,
    windowStart: draft.windowStart,
    windowEnd: draft.windowEnd,
    status: draft.status ?? "AVAILABLE",
    calledOutAt: draft.calledOutAt ?? null,
    reportAt: draft.reportAt ?? null,
    dutyEndsAt: draft.dutyEndsAt ?? null,
    releasedAt: draft.releasedAt ?? null,
    attempts: draft.attempts ?? [],
  };
  const begun = tx.origin === "import" ? draft.windowStart : tx.now; // an import may bring what runs already
  const faults = [...windowFaults(row, member.role, begun, isHistory(tx, row)), ...courseFaults(row)];
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** The constraint is the net under the lock: should it catch something, the caller gets the same code. */
const asOverlap = (error: unknown): Failure => {
  if (brokenConstraint(error) === "reserve_assignments_overlap")
    return fail("conflict", "The crew member got a reserve window at this time just now. List them and choose again.");
  throw error;
};
