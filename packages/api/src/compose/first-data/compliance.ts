import type { NewComplianceItem } from "../../modules/compliance/commands/create.ts";
import type { Period } from "./clients.ts";
import type { Obligation } from "./obligations.ts";
import type { Random } from "./random.ts";
import { type Day, dateOf } from "./wall-clock.ts";

type Standing = "COMPLIANT" | "DUE_SOON" | "OVERDUE" | "IN_PROGRESS" | "WAIVED";

/** However small the center: one of each at least, and about these shares. */
const STANDINGS: readonly Standing[] = [
  "OVERDUE",
  "DUE_SOON",
  "IN_PROGRESS",
  "WAIVED",
  "DUE_SOON",
  ...Array<Standing>(11).fill("COMPLIANT"),
  "DUE_SOON",
  ...Array<Standing>(14).fill("COMPLIANT"),
];

const MONTH = 30.44; // days
const WAIVERS = [
  { reason: "Relocation of the device's bay under way", by: "FAA National Simulator Program" },
  { reason: "On leave; not scheduled to instruct", by: "Chief instructor" },
  { reason: "Contractor's license renewal pending", by: "Training center manager" },
] as const;

/** Where each obligation stands today, and what is done for good. */
export const planCompliance = (
  random: Random,
  obligations: readonly Obligation[],
  { today }: Period,
): NewComplianceItem[] => [
  ...DONE.map((title) => ({
    title,
    category: "NSP" as const,
    owner: "Simulator engineering",
    completedOn: dateOf(today - random.int(40, 600)),
  })),
  ...random
    .shuffled(obligations)
    .map((one, index) => itemAt(random, one, STANDINGS[index % STANDINGS.length] ?? "COMPLIANT", today)),
];

/** Once and for all: no due date any more. */
const DONE = [
  "FSTD Directive 2: extended envelope and adverse weather modules qualified",
  "Sponsor change notified to the National Simulator Program (14 CFR 60.35)",
] as const;

const itemAt = (random: Random, one: Obligation, standing: Standing, today: Day): NewComplianceItem => {
  const due = today + daysLeft(random, one, standing);
  const completed = Math.min(due - Math.round(one.recurrenceMonths * MONTH) - random.int(-12, 18), today - 1);
  const item = { ...one, leadDays: LEAD_DAYS, dueOn: dateOf(due), completedOn: dateOf(completed) };
  if (standing === "IN_PROGRESS") return { ...item, status: standing };
  if (standing === "WAIVED")
    return {
      ...item,
      status: standing,
      waiver: { ...waiverFor(one), until: dateOf(today + random.int(35, 100)) },
    };
  return item; // the calendar says which
};

const LEAD_DAYS = 30;

const waiverFor = ({ category }: Obligation): (typeof WAIVERS)[number] =>
  category === "NSP" ? WAIVERS[0] : category === "INSTRUCTOR_CURRENCY" ? WAIVERS[1] : WAIVERS[2];

const daysLeft = (random: Random, { recurrenceMonths }: Obligation, standing: Standing): number => {
  switch (standing) {
    case "OVERDUE":
      return -random.int(2, 16);
    case "DUE_SOON":
      return random.int(3, LEAD_DAYS - 3);
    case "IN_PROGRESS":
      return random.int(-6, 20);
    case "WAIVED":
      return random.int(-30, 12);
    case "COMPLIANT":
      return random.int(LEAD_DAYS + 4, Math.round(recurrenceMonths * MONTH) - 3);
  }
};
