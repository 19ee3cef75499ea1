import type { CrewDraft, CrewRole } from "../../modules/crew/schema.ts";
import type { Programme } from "./devices.ts";
import type { PersonName } from "./names.ts";
import type { Random } from "./random.ts";

const HOME = "DEN";
const BASES = ["DEN", "DEN", "DEN", "PHX", "SLC", "DFW", "ORD", "ATL"] as const;

/** How many of a role there are at full size; types are held by those who fly or teach. */
export interface Staff {
  role: CrewRole;
  count: number;
  types: number;
  homeBased: boolean;
}

/** The center's own people. Every programme has at least two who teach it and two who check it. */
export const planCrew = (
  random: Random,
  nextName: () => PersonName,
  programmes: readonly Programme[],
  staff: readonly Staff[],
  scale: number,
): CrewDraft[] => {
  let number = random.int(10_100, 10_400);
  return staff.flatMap(({ role, count, types, homeBased }) =>
    Array.from({ length: Math.max(leastOf(types, programmes), Math.round(count * scale)) }, (_, index) => {
      number += random.int(1, 23);
      return {
        ...nextName(),
        employeeNumber: `E-${number}`,
        role,
        base: homeBased ? HOME : random.pick(BASES),
        aircraftTypes: typesHeld(random, role, index, types, programmes),
      };
    }),
  );
};

/** Two per programme where each person holds one type, one per programme where each holds two. */
const leastOf = (types: number, programmes: readonly Programme[]): number =>
  types === 0 ? 2 : types === 1 ? programmes.length : Math.max(2, programmes.length);

/** Types that fly with flight attendants. */
export const AIRLINERS: ReadonlySet<string> = new Set(["B738", "A320", "E75L", "CRJ7"]);

/** Person by person in the order of the programmes, so that each is covered; more than that follows the demand. */
const typesHeld = (
  random: Random,
  role: CrewRole,
  index: number,
  count: number,
  programmes: readonly Programme[],
): string[] => {
  const usable = role === "FLIGHT_ATTENDANT" ? programmes.filter(({ type }) => AIRLINERS.has(type)) : programmes;
  if (count === 0 || usable.length === 0) return [];
  const byDemand = usable.flatMap(({ type, share }) => Array.from({ length: share }, () => type));
  const first = index < usable.length ? usable[index]?.type : random.pick(byDemand);
  const second = count > 1 ? (usable[(index + 1) % usable.length]?.type ?? first) : first;
  return [...new Set([first, second].filter((type) => type !== undefined))];
};
