import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../lib/changes.ts";
import { fail, type Failure, isFailure, isSuccess, notFound } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import { newId } from "../../lib/ids.ts";
import { localDate } from "../../lib/time.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { staleVersion, type Target } from "../../lib/versions.ts";
import { requoteBookings } from "../bookings/commands/requote.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { requoteStageChecks } from "../stage-checks/commands/requote.ts";
import { findTraineeForUpdate, insertTrainees, updateTrainees } from "./queries.ts";
import { move } from "./rules.ts";
import type { Trainee, TraineeChange, TraineeDraft, TraineeStatus } from "./schema.ts";

/** A draft; an import may bring the state that the trainee is in by now. */
export interface NewTrainee extends TraineeDraft {
  status?: TraineeStatus | undefined;
}

type Changed = Promise<Trainee | Failure>;

/** Enrolls one trainee. */
export const createTrainee = (db: Db | CenterTx, centerId: CenterId, draft: NewTrainee): Changed =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createTrainees(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  });

/** Enrolls a batch: each outcome stands at its draft's place, and the good ones are written. */
export const createTrainees = async (tx: CenterTx, drafts: readonly NewTrainee[]): Promise<(Trainee | Failure)[]> => {
  const instructors = await lockCrewMembers(tx, [
    ...new Set(drafts.flatMap(({ primaryInstructorId }) => primaryInstructorId ?? [])),
  ]);
  const outcomes = drafts.map((draft) => {
    const row = newTrainee(tx, draft);
    return refuseInstructor(row.primaryInstructorId, instructors) ?? row;
  });
  const enrolled = outcomes.filter(isSuccess);
  if (enrolled.length > 0) await insertTrainees(tx, enrolled);
  return outcomes;
};

const newTrainee = (tx: CenterTx, draft: NewTrainee): Trainee => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
  firstName: draft.firstName,
  lastName: draft.lastName,
  email: draft.email,
  employer: draft.employer ?? null,
  course: draft.course,
  status: draft.status ?? "ACTIVE",
  primaryInstructorId: draft.primaryInstructorId ?? null,
  enrolledOn: draft.enrolledOn ?? localDate(tx.now, tx.zone),
});

const INSTRUCTORS: ReadonlySet<CrewMember["role"]> = new Set(["INSTRUCTOR", "CHECK_INSTRUCTOR"]);

const refuseInstructor = (id: string | null, known: ReadonlyMap<string, CrewMember>): Failure | undefined => {
  if (id === null) return undefined;
  const member = known.get(id);
  const refused = (detail: string, message: string): Failure =>
    fail("unprocessable", `${detail}; GET /crew?role=INSTRUCTOR lists the instructors.`, {
      errors: [{ path: "primaryInstructorId", message }],
    });
  if (!member) return refused(`No crew member ${id} exists in this center`, "refers to no crew member of this center");
  if (!INSTRUCTORS.has(member.role))
    return refused(
      `${fullName(member)} is ${member.role}, not an instructor`,
      "refers to a crew member who is not an instructor",
    );
  return undefined;
};

/** Replaces details of a trainee, in bookings too where they are quoted. What changes nothing is no change. */
export const changeTrainee = (db: Db | CenterTx, centerId: CenterId, target: Target, change: TraineeChange): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await loadForChange(tx, target);
    if (isFailure(row)) return row;
    const next = withChange(row, change);
    if (!earlierValues(row, next)) return row;
    if (next.primaryInstructorId !== null && next.primaryInstructorId !== row.primaryInstructorId) {
      const instructors = await lockCrewMembers(tx, [next.primaryInstructorId]);
      const refused = refuseInstructor(next.primaryInstructorId, instructors);
      if (refused) return refused;
    }
    const saved = await save(tx, next);
    if (fullName(saved) !== fullName(row)) {
      const person = { id: saved.id, name: fullName(saved) };
      await requoteBookings(tx, { person });
      await requoteStageChecks(tx, { person });
    }
    return saved;
  });

export const holdTrainee = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "ON_HOLD");

export const resumeTrainee = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "ACTIVE");

export const completeTrainee = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "COMPLETED");

export const withdrawTrainee = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  transition(db, centerId, target, "WITHDRAWN");

const transition = (db: Db | CenterTx, centerId: CenterId, target: Target, to: TraineeStatus): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await loadForChange(tx, target);
    if (isFailure(row)) return row;
    const next = move(row, to);
    return isFailure(next) ? next : save(tx, next);
  });

const loadForChange = async (tx: CenterTx, { id, expectedVersion }: Target): Changed => {
  const row = await findTraineeForUpdate(tx, id);
  if (!row) return notFound("trainee");
  return staleVersion("trainee", row, expectedVersion) ?? row;
};

const save = async (tx: CenterTx, next: Trainee): Promise<Trainee> => {
  const saved = { ...next, version: next.version + 1, updatedAt: tx.at };
  await updateTrainees(tx, [saved]);
  return saved;
};
