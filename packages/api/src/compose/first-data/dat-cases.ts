import type { CancelReason, TestReason, TestResult, TestType } from "../../modules/dat/schema.ts";

/** What comes of a test once the person is notified. */
export type Fate =
  { result: TestResult; byConduct?: true; cancelReason?: CancelReason } | { cancelReason: CancelReason };

/** A test that someone decided on. */
export interface Case {
  /** The same number is the same person. */
  person: number;
  testType: TestType;
  reason: TestReason;
  /** When it was decided on. */
  hoursAgo: number;
  fate: Fate;
  /** The person is not notified yet. */
  waits?: true;
}

const days = (count: number): number => count * 24;
const NEGATIVE: Fate = { result: "NEGATIVE" };

const hired = (person: number, daysAgo: number, fate: Fate = NEGATIVE): Case => ({
  person,
  testType: "DRUG",
  reason: "PRE_EMPLOYMENT",
  hoursAgo: days(daysAgo),
  fate,
});

const followUps = (person: number, testType: TestType, daysAgo: readonly number[]): Case[] =>
  daysAgo.map((ago) => ({ person, testType, reason: "FOLLOW_UP", hoursAgo: days(ago), fate: NEGATIVE }));

const caseOf = (person: number, testType: TestType, reason: TestReason, hoursAgo: number, fate: Fate): Case => ({
  person,
  testType,
  reason,
  hoursAgo,
  fate,
});

/** A violation, what it took to return, and six tests in the first year after it at the least (49 CFR 40.307(d)). */
const ALCOHOL_VIOLATION: readonly Case[] = [
  caseOf(0, "ALCOHOL", "REASONABLE_SUSPICION", days(330), { result: "VIOLATION" }),
  caseOf(0, "ALCOHOL", "RETURN_TO_DUTY", days(250), NEGATIVE),
  ...followUps(0, "ALCOHOL", [231, 190, 142, 97, 51]),
  caseOf(0, "ALCOHOL", "FOLLOW_UP", 1, NEGATIVE), // notified, and on the way
];

const DRUG_VIOLATION: readonly Case[] = [
  caseOf(1, "DRUG", "REASONABLE_CAUSE", days(301), { result: "POSITIVE" }),
  caseOf(1, "DRUG", "RETURN_TO_DUTY", days(133), NEGATIVE),
  ...followUps(1, "DRUG", [110, 82, 47]),
  caseOf(1, "DRUG", "FOLLOW_UP", days(1), NEGATIVE), // collected, and at the laboratory
];

/** Cases of the last year or so, in which each reason, each result and each state occurs. */
export const CASES: readonly Case[] = [
  ...ALCOHOL_VIOLATION,
  ...DRUG_VIOLATION,
  hired(2, 402),
  hired(3, 214),
  hired(4, 98, { result: "NEGATIVE_DILUTE" }),
  hired(5, 45, { cancelReason: "FATAL_FLAW" }),
  hired(5, 41),
  caseOf(6, "DRUG", "POST_ACCIDENT", days(263), NEGATIVE),
  caseOf(6, "ALCOHOL", "POST_ACCIDENT", days(263), NEGATIVE),
  caseOf(7, "DRUG", "REASONABLE_CAUSE", days(187), NEGATIVE),
  caseOf(8, "ALCOHOL", "REASONABLE_SUSPICION", days(161), { result: "REFUSAL", byConduct: true }),
  caseOf(9, "ALCOHOL", "REASONABLE_SUSPICION", days(77), { result: "REMOVED_TEMPORARILY" }),
  caseOf(10, "DRUG", "POST_ACCIDENT", days(20), { result: "POSITIVE", cancelReason: "SPLIT_SPECIMEN_NOT_CONFIRMED" }),
  { ...hired(11, 1 / 8), waits: true },
];
