import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { BroughtDraw } from "../../modules/dat/commands/import.ts";
import type { DatCourse, NewDatTest } from "../../modules/dat/commands/select.ts";
import { lotsPerDraw } from "../../modules/dat/draw-lots.ts";
import type { TestType } from "../../modules/dat/schema.ts";
import { type Case, CASES, type Fate } from "./dat-cases.ts";
import type { Random } from "./random.ts";
import { instantOf } from "./wall-clock.ts";

/** A drug or alcohol test whose person is named by employee number. */
export interface DatTestPlan extends Omit<NewDatTest, "crewMemberId"> {
  crewMember: string;
}

/** A year of random draws, each quarter one for drugs and one for alcohol; the last of them a week ago. */
const DRAWS_PER_YEAR = 4;
const LAST_DRAW_DAYS = 6;
const QUARTER_DAYS = 91;
/** Percent of the pool a year, as the FAA set them (14 CFR 120.109(b), 120.217(c)). */
const RATES: Readonly<Record<TestType, number>> = { DRUG: 25, ALCOHOL: 10 };

/** The draws of the last year, the earliest first. Whom they draw follows from their seeds, and from the crew's ids. */
export const planDraws = (random: Random, crew: readonly CrewDraft[], now: number): BroughtDraw[] =>
  Array.from({ length: DRAWS_PER_YEAR }, (_, index) => DRAWS_PER_YEAR - 1 - index).flatMap((quarter) =>
    (["DRUG", "ALCOHOL"] as const).map((testType, index) => {
      const drawnAt = now - (LAST_DRAW_DAYS + quarter * QUARTER_DAYS) * DAY_MS + index * 10 * MINUTE_MS;
      const terms = { testType, drawsPerYear: DRAWS_PER_YEAR, ratePercent: RATES[testType] };
      const drawn = lotsPerDraw(crew.length, RATES[testType], DRAWS_PER_YEAR);
      return {
        ...terms,
        seed: seedFrom(random),
        drawnAt: instantOf(drawnAt),
        became: Array.from({ length: drawn }, () => {
          // Within the quarter's first days, whenever the person is at work; some only after today.
          const notified = drawnAt + random.int(20, 9 * 24) * HOUR_MS;
          return courseOf(testType, { selected: drawnAt, notified, now }, fateOf(random, testType));
        }),
      };
    }),
  );

const seedFrom = (random: Random): string => Array.from({ length: 64 }, () => random.int(0, 15).toString(16)).join("");

/** Nearly all are negative; one in thirty comes to nothing. */
const fateOf = (random: Random, testType: TestType): Fate => {
  const fate = random.next();
  if (fate < 0.02) return { cancelReason: testType === "DRUG" ? "FATAL_FLAW" : "OTHER" };
  if (fate < 0.035) return { cancelReason: "NOT_AVAILABLE" };
  if (fate < 0.06 && testType === "DRUG") return { result: "NEGATIVE_DILUTE" };
  return { result: "NEGATIVE" };
};

interface Times {
  selected: number;
  notified: number;
  now: number;
}

/** Between notice and collection, and from there to what the medical review officer, or the device, says. */
const TO_COLLECTION_MS = 70 * MINUTE_MS;
const TO_RESULT_MS: Readonly<Record<TestType, number>> = { DRUG: 3 * DAY_MS, ALCOHOL: 20 * MINUTE_MS };

/** How far a test has come by now. Nobody is notified of a test for which they are not there. */
const courseOf = (testType: TestType, { selected, notified, now }: Times, fate: Fate): DatCourse => {
  const selectedAt = instantOf(selected);
  if (notified > now) return { selectedAt };
  if (!("result" in fate) && fate.cancelReason === "NOT_AVAILABLE")
    return { selectedAt, status: "CANCELLED", cancelReason: fate.cancelReason };
  const told = { selectedAt, notifiedAt: instantOf(notified) };
  const collected = notified + TO_COLLECTION_MS;
  if ("result" in fate && fate.byConduct)
    return collected > now
      ? { ...told, status: "NOTIFIED" }
      : { ...told, status: "RESULTED", resultedAt: instantOf(collected), result: fate.result, determinedBy: "DER" };
  if (collected > now) return { ...told, status: "NOTIFIED" };
  const taken = { ...told, collectedAt: instantOf(collected) };
  const resulted = collected + TO_RESULT_MS[testType];
  if (resulted > now) return { ...taken, status: "COLLECTED" };
  if (!("result" in fate)) return { ...taken, status: "CANCELLED", cancelReason: fate.cancelReason };
  const determinedBy = testType === "DRUG" ? ("MRO" as const) : ("BAT" as const);
  const known = { ...taken, resultedAt: instantOf(resulted), result: fate.result, determinedBy };
  return fate.cancelReason === undefined
    ? { ...known, status: "RESULTED" }
    : { ...known, status: "CANCELLED", cancelReason: fate.cancelReason };
};

/** The tests that have another reason than a draw, the earliest first. */
export const planDatTests = (random: Random, crew: readonly CrewDraft[], now: number): DatTestPlan[] => {
  const people = random.shuffled(crew).map(({ employeeNumber }) => employeeNumber);
  return CASES.toSorted((a, b) => b.hoursAgo - a.hoursAgo).map((one) => ({
    crewMember: people[one.person % people.length] ?? "",
    testType: one.testType,
    reason: one.reason,
    ...courseOf(one.testType, timesOf(one, now), one.fate),
  }));
};

const timesOf = ({ hoursAgo, waits }: Case, now: number): Times => {
  const selected = now - hoursAgo * HOUR_MS;
  return { selected, now, notified: waits ? now + HOUR_MS : selected + 15 * MINUTE_MS };
};
