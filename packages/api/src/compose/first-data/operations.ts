import type { Zone } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
import type { NewComplianceItem } from "../../modules/compliance/commands/create.ts";
import type { BroughtDraw } from "../../modules/dat/commands/import.ts";
import type { NewInvoice } from "../../modules/invoices/commands/create.ts";
import { planInvoices } from "./billing.ts";
import type { Calendar } from "./calendar.ts";
import type { Period } from "./clients.ts";
import { planCompliance } from "./compliance.ts";
import { type DatTestPlan, planDatTests, planDraws } from "./dat.ts";
import { type DeferralPlan, planDeferrals } from "./deferrals.ts";
import type { Programme, TrainingDevice } from "./devices.ts";
import { type CurrencyPlan, planCurrencies } from "./fa-currencies.ts";
import type { FlightPlan } from "./logbook.ts";
import type { Organisation } from "./organisations.ts";
import { planTrips, type TripPlan } from "./pairings.ts";
import type { Random } from "./random.ts";
import { planReserve, type ReservePlan } from "./reserve.ts";
import type { Trained } from "./sessions.ts";
import { planStageChecks, type StageCheckPlan } from "./stage-checks.ts";
import { planTrades, type TradePlan } from "./trades.ts";
import type { WallClock } from "./wall-clock.ts";

/** What surrounds training and flying, each kind the earliest first. */
export interface Operations {
  invoices: NewInvoice[];
  compliance: NewComplianceItem[];
  deferrals: DeferralPlan[];
  stageChecks: StageCheckPlan[];
  trips: TripPlan[];
  reserve: ReservePlan[];
  /** Their trips are those of `trips`. */
  trades: TradePlan[];
  currencies: CurrencyPlan[];
  datDraws: BroughtDraw[];
  /** Those that come from no draw. */
  datTests: DatTestPlan[];
}

export interface Surroundings {
  random: Random;
  clock: WallClock;
  zone: Zone;
  /** With sessions and flights in it. */
  calendar: Calendar;
  crew: readonly CrewDraft[];
  fleet: readonly AircraftDraft[];
  devices: readonly TrainingDevice[];
  programmes: readonly Programme[];
  trained: readonly Trained[];
  flights: readonly FlightPlan[];
  period: Period;
  now: number;
  customers: readonly string[];
  obligationsOf: Organisation["obligationsOf"];
}

/** In this order, because each is planned around what stands in the calendar before it. */
export const planOperations = (around: Surroundings): Operations => {
  const { random, crew, period, now } = around;
  const branch = (label: string) => ({ ...around, random: random.branch(label) });
  const stageChecks = planStageChecks(branch("stage checks"));
  const trips = planTrips(branch("trips"));
  return {
    stageChecks,
    trips,
    reserve: planReserve(branch("reserve")),
    trades: planTrades({ ...branch("trades"), trips }),
    invoices: planInvoices(branch("invoices")),
    compliance: planCompliance(random.branch("compliance"), around.obligationsOf(around), period),
    deferrals: planDeferrals(branch("deferrals")),
    currencies: planCurrencies(random.branch("currencies"), crew, period),
    datDraws: planDraws(random.branch("draws"), crew, now),
    datTests: planDatTests(random.branch("drug and alcohol tests"), crew, now),
  };
};
