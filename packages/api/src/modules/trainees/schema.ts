import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { email, instantInput, nounBase, plainDate, storedText, text, uuid } from "../../lib/schemas.ts";

export const TRAINEE_STATUSES = ["ACTIVE", "ON_HOLD", "COMPLETED", "WITHDRAWN"] as const;

export const traineeStatus = z.enum(TRAINEE_STATUSES);
export type TraineeStatus = z.infer<typeof traineeStatus>;

/** A trainee as the API serves it and as the database keeps it. */
export const trainee = z
  .object({
    ...nounBase,
    firstName: storedText(100).meta({ example: "Casey" }),
    lastName: storedText(100).meta({ example: "Moreno" }),
    email,
    employer: storedText(200).nullable().meta({ example: "Cascade Regional Airlines" }),
    course: storedText(200).meta({ example: "B737 Type Rating" }),
    status: traineeStatus,
    primaryInstructorId: uuid.nullable().meta({ description: "A crew member." }),
    enrolledOn: plainDate,
  })
  .meta({ id: "Trainee", description: "Someone who is enrolled in a course." });
export type Trainee = z.infer<typeof trainee>;

export const traineePage = pageOf(trainee, "TraineePage");

export const traineeFilters = listInput({
  status: listOf(traineeStatus, TRAINEE_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["ACTIVE"] }),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Trainees created at or after this instant." }),
  to: instantInput.optional().meta({ description: "Trainees created before this instant." }),
});

const changeable = {
  firstName: text(100),
  lastName: text(100),
  email,
  course: text(200),
  enrolledOn: plainDate,
};

const clearable = {
  employer: text(200).nullable(),
  primaryInstructorId: uuid.nullable(),
};

/** What a new trainee is made from; enrolled today (in the center's zone) unless said. */
export const traineeDraft = z.strictObject({
  ...changeable,
  ...z.object(clearable).partial().shape,
  enrolledOn: plainDate.optional(),
});
export type TraineeDraft = z.output<typeof traineeDraft>;

/** The details given are replaced, null clears. */
export const traineeChange = z.strictObject({ ...changeable, ...clearable }).partial();
export type TraineeChange = z.output<typeof traineeChange>;
