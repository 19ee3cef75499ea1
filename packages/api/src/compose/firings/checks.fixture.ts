import { newCrewMember, newTrainee } from "@aviationalley/testing/factories.ts";
import { byCommand, byMaking, type Scenario, type Stage } from "./scenario.fixture.ts";

const selected = async (stage: Stage) => {
  const { id: crewMemberId } = await newCrewMember(stage.db, stage.centerId);
  return stage.call("dat.select", { crewMemberId, testType: "DRUG", reason: "POST_ACCIDENT" });
};
const notified = async (stage: Stage) => stage.call("dat.notify", { id: (await selected(stage)).id });
const collected = async (stage: Stage) => stage.call("dat.collect", { id: (await notified(stage)).id });
const verified = { result: "NEGATIVE", determinedBy: "MRO" };

const tests: readonly Omit<Scenario, "list">[] = [
  { event: "dat.test.notified", prepare: async (stage) => byCommand(stage, await selected(stage), "dat.notify") },
  {
    event: "dat.test.resulted",
    prepare: async (stage) => byCommand(stage, await collected(stage), "dat.result", verified),
  },
  {
    event: "dat.test.resulted",
    by: "by a correction",
    prepare: async (stage) => {
      const { id } = await stage.call("dat.result", { id: (await collected(stage)).id, ...verified });
      return byCommand(stage, { id }, "dat.correct", { ...verified, result: "POSITIVE", note: "Wrong specimen" });
    },
  },
  {
    event: "dat.test.cancelled",
    prepare: async (stage) => byCommand(stage, await collected(stage), "dat.cancel", { cancelReason: "FATAL_FLAW" }),
  },
];

const check = async (stage: Stage): Promise<object> => ({
  traineeId: (await newTrainee(stage.db, stage.centerId)).id,
  checkInstructorId: (await newCrewMember(stage.db, stage.centerId, { role: "CHECK_INSTRUCTOR" })).id,
  scheduledAt: stage.inHours(24),
  stage: "Stage II",
});
const scheduled = async (stage: Stage) => stage.call("stageChecks.schedule", await check(stage));

const stageChecks: readonly Omit<Scenario, "list">[] = [
  {
    event: "stage_check.scheduled", // a stage has one check ahead
    prepare: async (stage) => byMaking(stage, "stageChecks.schedule", await check(stage), {}),
  },
  {
    event: "stage_check.passed",
    prepare: async (stage) => byCommand(stage, await scheduled(stage), "stageChecks.pass", { remarks: "To standard" }),
  },
  {
    event: "stage_check.failed",
    prepare: async (stage) => byCommand(stage, await scheduled(stage), "stageChecks.fail", { remarks: "Steep turns" }),
  },
];

export const checkScenarios: readonly Scenario[] = [
  ...tests.map((one) => ({ ...one, list: "/dat-tests" as const })),
  ...stageChecks.map((one) => ({ ...one, list: "/stage-checks" as const })),
];
