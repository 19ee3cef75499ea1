import type { TraineeDraft, TraineeStatus } from "../../modules/trainees/schema.ts";
import type { ClientCrew, Period } from "./clients.ts";
import type { Trained } from "./sessions.ts";
import { dateOf } from "./wall-clock.ts";

/** A trainee before their primary instructor has an id; the email is the key by which sessions name them. */
export interface TraineePlan extends Required<Omit<TraineeDraft, "primaryInstructorId">> {
  status: TraineeStatus;
  /** An employee number. */
  primaryInstructor: string;
}

const OPEN = new Set(["SCHEDULED", "IN_PROGRESS"]);

/** The trainees with the state that their sessions brought them to, the first enrolled first. */
export const planTrainees = (trained: readonly Trained[], period: Period): TraineePlan[] =>
  trained
    .flatMap((one) =>
      one.crew.seats.map((name, seat) => ({
        ...name,
        employer: one.crew.employer,
        course: `${one.crew.programme.label} ${courseOf(one)}`,
        enrolledOn: dateOf(one.crew.enrolledOn),
        status: one.crew.absence?.seat === seat ? one.crew.absence.status : statusOf(one, period),
        primaryInstructor: one.primaryInstructor,
      })),
    )
    .toSorted((a, b) => a.enrolledOn.localeCompare(b.enrolledOn));

/** Whether the type rating is done: no lesson of it lies ahead. */
const rated = ({ sessions }: Trained): boolean =>
  sessions.every(({ course, status }) => course !== "TYPE_RATING" || !OPEN.has(status));

const courseOf = (one: Trained): string => (one.crew.stays && rated(one) ? "Recurrent" : "Type Rating");

/** Those who keep coming are active between two recurrents as well. */
const statusOf = ({ crew, sessions }: Trained, { today }: Period): TraineeStatus =>
  isClient(crew, today) || sessions.some(({ status }) => OPEN.has(status)) ? "ACTIVE" : "COMPLETED";

const isClient = (crew: ClientCrew, today: number): boolean => crew.stays && today < crew.leaves;
