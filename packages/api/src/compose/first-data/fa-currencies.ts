import type { CrewDraft } from "../../modules/crew/schema.ts";
import { monthOf, plusMonths } from "../../modules/fa-training/months.ts";
import type { Completion, FaTrainingDraft, TrainingCycle } from "../../modules/fa-training/schema.ts";
import type { Period } from "./clients.ts";
import type { Random } from "./random.ts";
import { type Day, dateOf, dayOf } from "./wall-clock.ts";

/** A currency whose flight attendant is named by employee number. */
export interface CurrencyPlan extends Omit<FaTrainingDraft, "crewMemberId"> {
  crewMember: string;
}

/** Months from now to the due month: of however few, one in grace, one due, one due soon and one expired. */
const FIRST_DUE = [-1, 0, 1, -2] as const;
const CYCLE: Readonly<Record<TrainingCycle, number>> = { RECURRENT: 12, EMERGENCY_DRILL: 24 };

/** Recurrent training for each type that a flight attendant holds, and the drills that all types have in common. */
export const planCurrencies = (random: Random, crew: readonly CrewDraft[], { today }: Period): CurrencyPlan[] => {
  const instructors = crew.filter(({ role }) => role === "INSTRUCTOR" || role === "CHECK_INSTRUCTOR");
  const wanted = crew
    .filter(({ role }) => role === "FLIGHT_ATTENDANT")
    .flatMap(({ employeeNumber: crewMember, aircraftTypes }) => [
      ...aircraftTypes.map((aircraftType) => ({ crewMember, kind: "RECURRENT" as const, aircraftType })),
      { crewMember, kind: "EMERGENCY_DRILL" as const, aircraftType: null },
    ]);
  return random.shuffled(wanted).map((one, index) => {
    const dueIn = FIRST_DUE[index] ?? random.int(1, CYCLE[one.kind] - 2);
    const baseMonth = plusMonths(monthOf(dateOf(today)), dueIn - CYCLE[one.kind]);
    const { firstName, lastName } = random.pick(instructors);
    const completedOn = dateOf(Math.min(completionDay(random, baseMonth), today));
    const certifiedBy = `${firstName} ${lastName}`;
    return { ...one, baseMonth, lastCompletion: { kind: completionOf(random, one.kind), completedOn, certifiedBy } };
  });
};

/** In the base month mostly, else in the month before or after, which count as it. */
const completionDay = (random: Random, baseMonth: string): Day =>
  dayOf(`${plusMonths(baseMonth, random.pick([-1, 0, 0, 0, 0, 1]))}-01`) + random.int(0, 27);

const completionOf = (random: Random, cycle: TrainingCycle): Completion["kind"] =>
  random.chance(0.2) ? random.pick(["INITIAL", "TRANSITION", "REQUALIFICATION"] as const) : cycle;
