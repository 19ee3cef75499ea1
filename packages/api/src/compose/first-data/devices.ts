import type { AircraftDraft, SimulatorDraft } from "../../modules/devices/schema.ts";
import type { Random } from "./random.ts";

/** One aircraft type that the center teaches, with what it teaches it in. */
export interface Programme {
  /** ICAO type designator (ICAO Doc 8643). */
  type: string;
  /** How courses name it. */
  label: string;
  /** How many of a hundred crews come for it. */
  share: number;
  /** The device of the flying lessons. */
  full: TrainingDevice;
  /** The device of the procedures lessons; a small programme has one device for both. */
  fixed: TrainingDevice;
  /** Aircraft of the type in the center's fleet, and how fast they cruise (ground speed in still air, knots). */
  fleet: number;
  cruiseKnots: number;
}

export interface TrainingDevice extends SimulatorDraft {
  blockHours: number;
  /** Local hours at which its blocks begin; 22 and later is the night shift. */
  blocks: readonly number[];
}

const fullFlight = (type: string, name: string, qualificationLevel: "FFS_C" | "FFS_D"): TrainingDevice => ({
  name,
  type,
  qualificationLevel,
  blockHours: 4,
  blocks: [6, 10, 14, 18, 22],
});

const fixedBase = (type: string, name: string, qualificationLevel: "FTD_5" | "FTD_6"): TrainingDevice => ({
  name,
  type,
  qualificationLevel,
  blockHours: 2,
  blocks: [6, 8, 10, 12, 14, 16, 18, 20],
});

const citation: TrainingDevice = { ...fullFlight("C56X", "Citation XLS FTD", "FFS_D"), qualificationLevel: "FTD_6" };
const kingAir: TrainingDevice = { ...fullFlight("B350", "King Air 350 FTD", "FFS_D"), qualificationLevel: "FTD_5" };
const embraer = fullFlight("E75L", "E175 #1", "FFS_D");
const canadair = fullFlight("CRJ7", "CRJ-700 #1", "FFS_C");

/** What a training center teaches, what most crews come for first. */
export const TAUGHT: readonly Programme[] = [
  {
    type: "B738",
    label: "B737",
    share: 32,
    full: fullFlight("B738", "B737-800 #1", "FFS_D"),
    fixed: fixedBase("B738", "B737-800 FTD", "FTD_5"),
    fleet: 3,
    cruiseKnots: 450,
  },
  {
    type: "A320",
    label: "A320",
    share: 28,
    full: fullFlight("A320", "A320 #1", "FFS_D"),
    fixed: fixedBase("A320", "A320 FTD", "FTD_5"),
    fleet: 2,
    cruiseKnots: 447,
  },
  { type: "E75L", label: "E175", share: 15, full: embraer, fixed: embraer, fleet: 2, cruiseKnots: 440 },
  { type: "CRJ7", label: "CRJ-700", share: 11, full: canadair, fixed: canadair, fleet: 2, cruiseKnots: 435 },
  { type: "C56X", label: "Citation XLS", share: 8, full: citation, fixed: citation, fleet: 2, cruiseKnots: 410 },
  { type: "B350", label: "King Air 350", share: 6, full: kingAir, fixed: kingAir, fleet: 2, cruiseKnots: 290 },
];

/** What a carrier flies, and trains its own crews for: two types on its lines, and one that is chartered. */
export const FLOWN: readonly Programme[] = [
  {
    type: "B738",
    label: "B737",
    share: 52,
    full: fullFlight("B738", "B737-800 #1", "FFS_D"),
    fixed: fixedBase("B738", "B737-800 FTD", "FTD_5"),
    fleet: 8,
    cruiseKnots: 450,
  },
  { type: "E75L", label: "E175", share: 34, full: embraer, fixed: embraer, fleet: 7, cruiseKnots: 440 },
  { type: "B350", label: "King Air 350", share: 14, full: kingAir, fixed: kingAir, fleet: 3, cruiseKnots: 290 },
];

/** Those that an organisation of this size keeps: the first of them, two at the least. */
export const programmesAt = (all: readonly Programme[], scale: number): readonly Programme[] =>
  all.slice(0, Math.max(2, Math.min(all.length, Math.ceil(all.length * Math.sqrt(scale)))));

export const devicesOf = (programmes: readonly Programme[]): TrainingDevice[] => [
  ...new Set(programmes.flatMap(({ full, fixed }) => [full, fixed])),
];

export const planFleet = (random: Random, programmes: readonly Programme[]): AircraftDraft[] => {
  const taken = new Set<string>();
  return programmes.flatMap(({ type, fleet }) =>
    Array.from({ length: fleet }, () => ({ tailNumber: registration(random, taken), type })),
  );
};

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ".split(""); // neither I nor O: they read as 1 and 0

/** A US registration: N, one to three digits (the first not 0), two letters (14 CFR 47.15(b)). */
const registration = (random: Random, taken: Set<string>): string => {
  const tail = `N${random.int(100, 999)}${random.pick(LETTERS)}${random.pick(LETTERS)}`;
  if (taken.has(tail)) return registration(random, taken);
  taken.add(tail);
  return tail;
};
