import { fail, type Failure, type InputFault } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { lockTrainees, primaryInstructorsEver } from "../trainees/reads.ts";
import type { Trainee } from "../trainees/schema.ts";
import { findChecksOf } from "./queries.ts";
import { independenceFaults, type Involved } from "./rules.ts";
import type { StageCheck } from "./schema.ts";

/** The people that a batch of stage checks refers to, locked until the transaction ends, and their past. */
export interface References {
  trainees: ReadonlyMap<string, Trainee>;
  crew: ReadonlyMap<string, CrewMember>;
  /** By trainee. */
  primaryInstructors: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every check of each trainee, whatever became of it. */
  checks: ReadonlyMap<string, readonly StageCheck[]>;
}

export interface Referring {
  traineeId: string;
  checkInstructorId: string;
  recommendedById?: string | null | undefined;
}

/** Locks what is referred to: trainees, then crew, each in id order, as bookings do; the stage checks come after. */
export const lockReferences = async (tx: CenterTx, referring: readonly Referring[]): Promise<References> => {
  const traineeIds = [...new Set(referring.map(({ traineeId }) => traineeId))];
  const crewIds = [
    ...referring.map(({ checkInstructorId }) => checkInstructorId),
    ...referring.flatMap(({ recommendedById }) => recommendedById ?? []),
  ];
  const trainees = await lockTrainees(tx, traineeIds);
  const crew = await lockCrewMembers(tx, [...new Set(crewIds)]);
  const primaryInstructors = await primaryInstructorsEver(tx, traineeIds);
  const checks = Map.groupBy(await findChecksOf(tx, traineeIds), ({ trainee }) => trainee.id);
  return { trainees, crew, primaryInstructors, checks };
};

/** Who taught or recommended the trainee; of the check at hand, whoever recommends the trainee for it now. */
const involvedWith = (
  { traineeId, recommendedById }: Omit<Referring, "checkInstructorId">,
  { primaryInstructors, checks }: References,
  exceptCheckId?: string,
): Involved => {
  const others = (checks.get(traineeId) ?? []).filter(({ id }) => id !== exceptCheckId);
  const recommenders = [...others, { recommendedById }].flatMap((check) => check.recommendedById ?? []);
  return {
    primaryInstructors: primaryInstructors.get(traineeId) ?? new Set(),
    recommenders: new Set(recommenders),
  };
};

/** The check instructor as quoted, or which reference is unknown or not fit to check this trainee. */
export const quoteInstructor = (
  referring: Referring,
  references: References,
  exceptCheckId?: string,
): StageCheck["checkInstructor"] | Failure => {
  const { checkInstructorId, recommendedById } = referring;
  const member = references.crew.get(checkInstructorId);
  if (!member) return unfit([{ path: "checkInstructorId", message: "must be a crew member of this center" }]);
  if (typeof recommendedById === "string" && !references.crew.has(recommendedById))
    return unfit([{ path: "recommendedById", message: "must be a crew member of this center" }]);
  const faults = fitnessFaults(member, referring, references, exceptCheckId);
  return faults.length > 0 ? unfit(faults) : { id: member.id, name: fullName(member) };
};

/** Why this crew member may not check the trainee: no check instructor, or one who has a part in what is judged. */
export const fitnessFaults = (
  member: CrewMember,
  referring: Omit<Referring, "checkInstructorId">,
  references: References,
  exceptCheckId?: string,
): InputFault[] => {
  const path = "checkInstructorId";
  const message = `must have the role CHECK_INSTRUCTOR; ${fullName(member)} is ${member.role} (14 CFR 141.37(a))`;
  return [
    ...(member.role === "CHECK_INSTRUCTOR" ? [] : [{ path, message }]),
    ...independenceFaults(member.id, involvedWith(referring, references, exceptCheckId)),
  ];
};

const unfit = (faults: InputFault[]): Failure =>
  fail(
    "unprocessable",
    `Change ${faults.map(({ path, message }) => `${path}: it ${message}`).join("; ")}. GET /crew?role=CHECK_INSTRUCTOR lists the check instructors.`,
    { errors: faults },
  );

export const quoteTrainee = (traineeId: string, { trainees }: References): Trainee | Failure =>
  trainees.get(traineeId) ??
  fail("unprocessable", `No trainee ${traineeId} exists in this center; GET /trainees lists them.`, {
    errors: [{ path: "traineeId", message: "refers to no trainee of this center" }],
  });
