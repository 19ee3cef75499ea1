import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import { type NewStageCheck, scheduleStageChecks } from "../../../modules/stage-checks/commands/create.ts";
import { STAGE_CHECK_STATUSES } from "../../../modules/stage-checks/schema.ts";
import { rowsOf } from "../brought.ts";
import { referenceCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

interface Identity {
  traineeId: string;
  course?: string | undefined;
  stage: string;
  scheduledAt: string;
}

const keyOf = ({ traineeId, course, stage, scheduledAt }: Identity): string =>
  JSON.stringify([traineeId, course?.toLowerCase(), stage.toLowerCase(), scheduledAt]);

const HELD = new Set(["PASSED", "FAILED", "INCOMPLETE"]);

export const stageChecks = nounImport({
  name: "stage-checks",
  columns: z.object({
    trainee: referenceCell,
    course: text(200),
    stage: text(100),
    checkInstructor: referenceCell,
    recommendedBy: referenceCell.optional(),
    scheduledAt: z.string(),
    status: wordCell(STAGE_CHECK_STATUSES),
    completedAt: z.string().optional(),
    remarks: text(2000).optional(),
  }),
  columnOf: {
    traineeId: "trainee",
    checkInstructorId: "checkInstructor",
    recommendedById: "recommendedBy",
    recheckOfId: "stage",
  },
  draft: (cells, reader, tx): NewStageCheck => {
    const { course, stage, status, recommendedBy, completedAt, remarks = null } = cells;
    const scheduledAt = reader.instant("scheduledAt", cells.scheduledAt, tx.zone);
    const assumed = HELD.has(status) ? scheduledAt : null;
    return {
      course,
      stage,
      status,
      scheduledAt,
      remarks,
      traineeId: reader.id("trainee", "trainee", cells.trainee),
      checkInstructorId: reader.id("checkInstructor", "crew member", cells.checkInstructor),
      recommendedById: recommendedBy === undefined ? null : reader.id("recommendedBy", "crew member", recommendedBy),
      completedAt: completedAt === undefined ? assumed : reader.instant("completedAt", completedAt, tx.zone),
    };
  },
  key: keyOf,
  existing: async (tx) =>
    tally((await rowsOf(tx, "stage_checks")).map((row) => keyOf({ ...row, traineeId: row.trainee.id }))),
  create: scheduleStageChecks,
});
