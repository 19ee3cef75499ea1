import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const stageChecksGuide: Guide = {
  router: "stageChecks",
  name: "Stage checks",
  is: "A stage check is a check of a trainee's progress at the end of a stage of a course, by a check instructor who neither taught nor recommended the trainee. After `FAILED` or `INCOMPLETE` the next check of the stage is its recheck: `attempt` counts on and `recheckOfId` names the one before.",
  isNot:
    "It is no checkride: the practical test at the end of a course. A recheck is a new row, not a second result of the old one. A stage passed once is not scheduled again.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["SCHEDULED"], by: ["schedule"], event: events.stageCheckScheduled },
      { from: ["SCHEDULED"], to: ["PASSED"], by: ["pass"], event: events.stageCheckPassed },
      { from: ["SCHEDULED"], to: ["FAILED"], by: ["fail"], event: events.stageCheckFailed },
      { from: ["SCHEDULED"], to: ["INCOMPLETE"], by: ["leaveIncomplete"] },
      { from: ["SCHEDULED"], to: ["CANCELLED"], by: ["cancel"] },
      { from: ["SCHEDULED"], to: [], by: ["change"], when: "Time, instructor or remarks" },
    ],
  },
  regulations: [
    {
      section: "14 CFR 141.37",
      says: "Who checks has no part in the training: neither as the trainee's primary instructor, now or ever, nor by recommending them.",
    },
  ],
  imported: "stage-checks",
};
