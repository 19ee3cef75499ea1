import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import { createTrainees, type NewTrainee } from "../../../modules/trainees/commands.ts";
import { traineeKeys } from "../../../modules/trainees/reads.ts";
import { TRAINEE_STATUSES } from "../../../modules/trainees/schema.ts";
import { dateCell, emailCell, referenceCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

/** One row is one enrolment: a person who takes a second course is a second trainee. */
const keyOf = ({ email, course }: { email: string; course: string }): string => `${email}\n${course}`.toLowerCase();

export const trainees = nounImport({
  name: "trainees",
  columns: z.object({
    firstName: text(100),
    lastName: text(100),
    email: emailCell,
    employer: text(200).optional(),
    course: text(200),
    status: wordCell(TRAINEE_STATUSES).optional(),
    primaryInstructor: referenceCell.optional(),
    enrolledOn: dateCell.optional(),
  }),
  columnOf: { primaryInstructorId: "primaryInstructor" },
  draft: ({ primaryInstructor, ...cells }, reader): NewTrainee => ({
    ...cells,
    primaryInstructorId:
      primaryInstructor === undefined ? null : reader.id("primaryInstructor", "crew member", primaryInstructor),
  }),
  key: keyOf,
  existing: async (tx) => tally((await traineeKeys(tx, tx.centerId)).map(keyOf)),
  create: createTrainees,
});
