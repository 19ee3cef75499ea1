import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
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
const operations = obligation("OTHER", "Director of Operations");
const maintenance = obligation("OTHER", "Director of Maintenance");
const checks = obligation("INSTRUCTOR_CURRENCY", "Director of Training");

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

const ofDevices = (devices: readonly TrainingDevice[]): Obligation[] =>
  devices.flatMap(({ name }) => [
    nsp(`Continuing qualification evaluation, ${name} (14 CFR 60.19(b))`),
    nsp(`Objective tests of the quarter, ${name} (14 CFR 60.19(a))`, 3),
  ]);

/** Whose obligations they are. */
export interface Obliged {
  devices: readonly TrainingDevice[];
  programmes: readonly Programme[];
  crew: readonly CrewDraft[];
  fleet: readonly AircraftDraft[];
}

/** Of a training center, its devices, its curricula and its instructors, in this order. */
export const obligationsOfCenter = ({ devices, programmes, crew }: Obliged): Obligation[] => [
  ...OF_THE_CENTER,
  ...ofDevices(devices),
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

const OF_THE_CARRIER: readonly Obligation[] = [
  part142("Contract training center audited: curricula and records as in our approved program (14 CFR 121.402)"),
  operations("Operations specifications reviewed with the principal operations inspector (14 CFR 119.51)"),
  operations("Safety management system: management review (14 CFR part 5)", 6),
  operations("General operations manual revised (14 CFR 121.137)"),
  operations("Hazardous materials: recurrent training of all who handle cargo (14 CFR 121.1005)", 24),
  operations("Drug and alcohol testing statistics reported to the FAA (14 CFR 120.119)"),
  operations("Part 135 pilots: line checks of the charter division (14 CFR 135.299)"),
  maintenance("Continuing analysis and surveillance: program audit (14 CFR 121.373)", 6),
  maintenance("Minimum equipment list revised after the latest MMEL"),
  maintenance("Essential maintenance providers audited"),
  facility("Fire extinguishers inspected, hangar and terminal (NFPA 10)"),
  facility("Hangar foam suppression: flow test (NFPA 409)"),
  facility("Evacuation drill, operations center", 6),
  other("Liability insurance certificate renewed"),
  other("Airport security program: annual audit with the airport"),
];

/** Of a carrier, its devices, its fleet and those who train and check its crews, in this order. */
export const obligationsOfCarrier = ({ devices, programmes, crew, fleet }: Obliged): Obligation[] => [
  ...OF_THE_CARRIER,
  ...ofDevices(devices),
  ...programmes.map(({ label }) => evaluation(`Flight Standardization Board report reviewed, ${label}`)),
  ...fleet.map(({ tailNumber }) => maintenance(`Aircraft weighed, ${tailNumber} (AC 120-27)`, 36)),
  ...crew.flatMap(({ role, firstName, lastName }) => {
    const name = `${firstName} ${lastName}`;
    if (role === "INSTRUCTOR") return [checks(`Flight instructor observed, ${name} (14 CFR 121.414)`, 24)];
    return role === "CHECK_INSTRUCTOR" ? [checks(`Check pilot observed, ${name} (14 CFR 121.413)`, 24)] : [];
  }),
];
