import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { ComplianceCategory } from "../../modules/compliance/schema.ts";
import type { Programme, TrainingDevice } from "./devices.ts";

/** What a center has to do again and again. */
export interface Obligation {
  title: string;
  category: ComplianceCategory;
  recurrenceMonths: number;
  owner: string;
}

const obligation =
  (category: ComplianceCategory, owner: string) =>
  (title: string, recurrenceMonths = 12): Obligation => ({ title, category, recurrenceMonths, owner });

const part142 = obligation("PART_142", "Training center manager");
const nsp = obligation("NSP", "Simulator engineering");
const evaluation = obligation("AIRCRAFT_EVALUATION", "Chief instructor");
const currency = obligation("INSTRUCTOR_CURRENCY", "Chief instructor");
const facility = obligation("FACILITY", "Facility manager");
const other = obligation("OTHER", "Quality manager");

const OF_THE_CENTER: readonly Obligation[] = [
  part142("Training specifications reviewed with the principal operations inspector (14 CFR 142.11)"),
  part142("Base inspection by the flight standards office"),
  part142("Sample audit of training and testing records (14 CFR 142.73)", 3),
  part142("Advertising reviewed against approved curricula (14 CFR 142.31)"),
  part142("Internal evaluation program: course delivery", 6),
  part142("Satellite training center agreement renewed (14 CFR 142.17)", 24),
  nsp("Quality management system: annual assessment (14 CFR 60.5)"),
  facility("Fire extinguishers inspected (NFPA 10)"),
  facility("Emergency lighting: 90-minute test (NFPA 101)"),
  facility("Simulator bay: bridge crane inspected (29 CFR 1910.179)"),
  facility("Hydraulic room: accumulators recertified", 60),
  facility("Uninterruptible power supply: battery load test", 6),
  facility("Evacuation drill", 6),
  other("Flight training security awareness: recurrent training of employees (49 CFR part 1552)"),
  other("Liability insurance certificate renewed"),
  other("Injury and illness summary posted (29 CFR 1904.32)"),
];

/** Obligations of the center, its devices, its curricula and its instructors, in this order. */
export const obligationsOf = (
  devices: readonly TrainingDevice[],
  programmes: readonly Programme[],
  crew: readonly CrewDraft[],
): Obligation[] => [
  ...OF_THE_CENTER,
  ...devices.flatMap(({ name }) => [
    nsp(`Continuing qualification evaluation, ${name} (14 CFR 60.19(b))`),
    nsp(`Objective tests of the quarter, ${name} (14 CFR 60.19(a))`, 3),
  ]),
  ...programmes.flatMap(({ label }) => [
    evaluation(`Flight Standardization Board report reviewed, ${label}`),
    part142(`Core curriculum reviewed, ${label} Type Rating (14 CFR 142.39)`, 24),
  ]),
  ...crew.flatMap(({ role, firstName, lastName }) => {
    if (role !== "INSTRUCTOR" && role !== "CHECK_INSTRUCTOR") return [];
    const name = `${firstName} ${lastName}`;
    const qualification = currency(`Annual instructor training and observation, ${name} (14 CFR 142.53)`);
    return role === "INSTRUCTOR"
      ? [qualification]
      : [qualification, currency(`Training center evaluator: annual observation, ${name} (14 CFR 142.55)`)];
  }),
];
