import { defineEvent } from "../../lib/events.ts";
import { stageCheck } from "./schema.ts";

export const stageCheckScheduled = defineEvent(
  "stage_check.scheduled",
  "A stage check, or the recheck of one, was scheduled.",
  stageCheck,
);
export const stageCheckPassed = defineEvent("stage_check.passed", "A trainee passed a stage check.", stageCheck);
export const stageCheckFailed = defineEvent("stage_check.failed", "A trainee failed a stage check.", stageCheck);

export const stageCheckEvents = [stageCheckScheduled, stageCheckPassed, stageCheckFailed] as const;
