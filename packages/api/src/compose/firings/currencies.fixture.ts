import { newCrewMember } from "@aviationalley/testing/factories.ts";
import { monthOf, plusMonths } from "../../modules/fa-training/months.ts";
import { byCommand, byTime, type Scenario, type Stage } from "./scenario.fixture.ts";

const list = "/fa-training";

const month = (stage: Stage, months: number): string => plusMonths(monthOf(stage.inDays(0)), months);

/** Just after the next month begins. */
const nextMonth = (stage: Stage): string => `${month(stage, 1)}-01T00:00:01.000Z`;

/** Due twelve months after its base. */
const currency = async (stage: Stage, base: number) => {
  const { id: crewMemberId } = await newCrewMember(stage.db, stage.centerId, { role: "FLIGHT_ATTENDANT" });
  return stage.call("faTraining.create", { crewMemberId, kind: "RECURRENT", baseMonth: month(stage, base) });
};

export const currencyScenarios: readonly Scenario[] = [
  {
    event: "fa_training.completed",
    list,
    prepare: async (stage) => {
      const done = { kind: "RECURRENT", completedOn: stage.inDays(0), certifiedBy: "Jordan Whitfield" };
      return byCommand(stage, await currency(stage, -12), "faTraining.complete", done);
    },
  },
  {
    event: "fa_training.due_soon",
    list,
    prepare: async (stage) => byTime(stage, await currency(stage, -10), nextMonth(stage)),
  },
  {
    event: "fa_training.expired",
    list,
    prepare: async (stage) => byTime(stage, await currency(stage, -13), nextMonth(stage)),
  },
];
