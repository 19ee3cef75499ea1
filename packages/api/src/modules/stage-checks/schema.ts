import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { count, instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const STAGE_CHECK_STATUSES = ["SCHEDULED", "PASSED", "FAILED", "INCOMPLETE", "CANCELLED"] as const;

export const stageCheckStatus = z.enum(STAGE_CHECK_STATUSES);
export type StageCheckStatus = z.infer<typeof stageCheckStatus>;

const name = storedText(201);

/** A stage check as the API serves it, as events carry it, and as the database keeps it. */
export const stageCheck = z
  .object({
    ...nounBase,
    trainee: z.object({ id: uuid, name: name.meta({ example: "Casey Moreno" }) }).meta({ id: "StageCheckTrainee" }),
    course: storedText(200).meta({ example: "Commercial Pilot Certification" }),
    stage: storedText(100).meta({ example: "Stage II" }),
    checkInstructor: z
      .object({ id: uuid, name: name.meta({ example: "Robin Adeyemi" }) })
      .meta({ id: "StageCheckInstructor", description: "A crew member with the role CHECK_INSTRUCTOR." }),
    recommendedById: uuid
      .nullable()
      .meta({ description: "The crew member who recommended the trainee for the check." }),
    scheduledAt: instant,
    status: stageCheckStatus,
    attempt: count(1).meta({ description: "1, and one more for each recheck of the stage.", example: 1 }),
    recheckOfId: uuid.nullable().meta({
      description: "The FAILED or INCOMPLETE check of the same stage that this one repeats.",
      example: null,
    }),
    remarks: storedText(2000).nullable().meta({ example: "Steep turns to standard; diversion well planned" }),
    completedAt: instant.nullable().meta({
      description: "When it was passed, failed or left incomplete.",
      example: null,
    }),
  })
  .meta({ id: "StageCheck", description: "A check of a trainee at the end of a stage of a course." });
export type StageCheck = z.infer<typeof stageCheck>;

export const stageCheckPage = pageOf(stageCheck, "StageCheckPage");

export const stageCheckFilters = listInput({
  status: listOf(stageCheckStatus, STAGE_CHECK_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["SCHEDULED"] }),
  traineeId: uuid.optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Checks scheduled at or after this instant." }),
  to: instantInput.optional().meta({ description: "Checks scheduled before this instant." }),
});

const changeable = {
  checkInstructorId: uuid,
  scheduledAt: instantInput,
};

const clearable = {
  recommendedById: uuid.nullable(),
  remarks: text(2000).nullable(),
};

/** What a new stage check is made from; of the trainee's own course unless said. */
export const stageCheckDraft = z.strictObject({
  traineeId: uuid,
  course: text(200).optional(),
  stage: text(100),
  ...changeable,
  ...z.object(clearable).partial().shape,
  recheckOfId: uuid.nullish().meta({
    description: "May be left out: after a FAILED or INCOMPLETE check of the stage, the next one is its recheck.",
  }),
});
export type StageCheckDraft = z.output<typeof stageCheckDraft>;

/** The fields given are replaced, null clears; trainee, course and stage stay. */
export const stageCheckChange = z.strictObject({ ...changeable, ...clearable }).partial();
export type StageCheckChange = z.output<typeof stageCheckChange>;

/** What the check instructor remarks on the outcome; left out, earlier remarks stay. */
export const remarks = text(2000).optional();
