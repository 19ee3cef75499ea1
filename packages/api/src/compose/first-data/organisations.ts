import type { SampleData } from "../../modules/centers/schema.ts";
import { FLOWN, type Programme, TAUGHT } from "./devices.ts";
import { EMPLOYERS } from "./names.ts";
import { type Obligation, type Obliged, obligationsOfCarrier, obligationsOfCenter } from "./obligations.ts";
import type { Staff } from "./people.ts";

/** What kind of organisation the data tells of: numbers are those of a full-size one. */
export interface Organisation {
  readonly kind: SampleData;
  /** For logs. */
  readonly label: string;
  readonly programmes: readonly Programme[];
  readonly staff: readonly Staff[];
  /** Who sends crews to train; who sends more of them stands here more often. */
  readonly employers: readonly string[];
  /** Those who pay for it. */
  readonly customers: readonly string[];
  readonly clientCrews: number;
  readonly demos: number;
  /** Days from one duty day of a line crew to the next, on average. */
  readonly lineEvery: number;
  readonly obligationsOf: (obliged: Obliged) => Obligation[];
}

/** A Part 142 training center with a small flight department of its own. */
export const trainingCenter: Organisation = {
  kind: "training-center",
  label: "a training center",
  programmes: TAUGHT,
  staff: [
    { role: "INSTRUCTOR", count: 16, types: 2, homeBased: true },
    { role: "CHECK_INSTRUCTOR", count: 9, types: 2, homeBased: true },
    { role: "DISPATCHER", count: 5, types: 0, homeBased: true },
    { role: "MAINTENANCE", count: 7, types: 0, homeBased: true },
    { role: "CAPTAIN", count: 14, types: 1, homeBased: false },
    { role: "FIRST_OFFICER", count: 14, types: 1, homeBased: false },
    { role: "FLIGHT_ATTENDANT", count: 24, types: 2, homeBased: false },
  ],
  employers: EMPLOYERS,
  customers: EMPLOYERS,
  clientCrews: 302,
  demos: 120,
  lineEvery: 10,
  obligationsOf: obligationsOfCenter,
};

/** Operators that hire the carrier's simulators when its own crews leave them free. */
const PARTNERS = EMPLOYERS.filter((_, place) => place % 3 === 0);

/** A carrier (Part 121, with charters under Part 135) that trains its own crews, and hires out what device time is left. */
export const carrier = (name: string): Organisation => ({
  kind: "carrier",
  label: "a carrier",
  programmes: FLOWN,
  staff: [
    { role: "INSTRUCTOR", count: 6, types: 2, homeBased: true },
    { role: "CHECK_INSTRUCTOR", count: 6, types: 2, homeBased: true },
    { role: "DISPATCHER", count: 9, types: 0, homeBased: true },
    { role: "MAINTENANCE", count: 18, types: 0, homeBased: true },
    { role: "CAPTAIN", count: 34, types: 1, homeBased: false },
    { role: "FIRST_OFFICER", count: 34, types: 1, homeBased: false },
    { role: "FLIGHT_ATTENDANT", count: 46, types: 2, homeBased: false },
  ],
  employers: [...Array<string>(8).fill(name), ...PARTNERS],
  customers: PARTNERS,
  clientCrews: 96,
  demos: 24,
  lineEvery: 6,
  obligationsOf: obligationsOfCarrier,
});

/** The organisation of this kind; `name` is that of a carrier, under which its own crews train. */
export const organisationOf = (kind: SampleData, name: string): Organisation =>
  kind === "carrier" ? carrier(name) : trainingCenter;
