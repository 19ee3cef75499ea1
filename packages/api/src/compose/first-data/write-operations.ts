import { type CenterTx } from "../../lib/transaction.ts";
import { createItems } from "../../modules/compliance/commands/create.ts";
import { importDraws } from "../../modules/dat/commands/import.ts";
import { selectForTests } from "../../modules/dat/commands/select.ts";
import { createFaTrainings } from "../../modules/fa-training/commands/create.ts";
import { createInvoices, type NewInvoice } from "../../modules/invoices/commands/create.ts";
import { statusAt } from "../../modules/invoices/rules.ts";
import { openDeferrals } from "../../modules/mel/commands/create.ts";
import { assignReserves } from "../../modules/reserve/commands/assign.ts";
import { scheduleStageChecks } from "../../modules/stage-checks/commands/create.ts";
import { importTrades } from "../../modules/trip-trades/commands/import.ts";
import { createTrips } from "../../modules/trips/commands.ts";
import type { Create } from "./batches.ts";
import type { Operations } from "./operations.ts";
import type { TripPlan } from "./pairings.ts";

export interface OperationIds {
  aircraft: (tailNumber: string) => string;
  member: (employeeNumber: string) => { id: string };
  trainee: (email: string) => string;
}

/** Writes drafts, in batches, all of them or none. */
export type Write = <Draft, Row>(drafts: readonly Draft[], create: Create<Draft, Row>) => Promise<Row[]>;

/** How many rows of each kind were written; the tests are those that were drawn, too. */
export type WrittenOperations = Record<keyof Operations, number>;

/** Writes everything around training and flying through the modules' commands. */
export const writeOperations = async (
  data: Operations,
  ids: OperationIds,
  write: Write,
): Promise<WrittenOperations> => {
  const memberOrNull = (employeeNumber: string | null) =>
    employeeNumber === null ? null : ids.member(employeeNumber).id;
  const invoices = await write(data.invoices, invoicesAsOfNow);
  const compliance = await write(data.compliance, createItems);
  const deferrals = await write(
    data.deferrals.map(({ tailNumber, ...draft }) => ({ ...draft, aircraftId: ids.aircraft(tailNumber) })),
    openDeferrals,
  );
  const stageChecks = await write(
    data.stageChecks.map(({ trainee, checkInstructor, recommendedBy, ...draft }) => ({
      ...draft,
      traineeId: ids.trainee(trainee),
      checkInstructorId: ids.member(checkInstructor).id,
      recommendedById: ids.member(recommendedBy).id,
    })),
    scheduleStageChecks,
  );
  const trips = await write(
    data.trips.map(({ crewMember, ...draft }) => ({ ...draft, crewMemberId: memberOrNull(crewMember) })),
    createTrips,
  );
  const tripIds = new Map(trips.map(({ id }, place) => [data.trips[place], id]));
  const tripId = (trip: TripPlan | null) => (trip === null ? null : (tripIds.get(trip) ?? null));
  const reserve = await write(
    data.reserve.map(({ crewMember, ...draft }) => ({ ...draft, crewMemberId: ids.member(crewMember).id })),
    assignReserves,
  );
  const trades = await write(
    data.trades.map(({ requester, counterparty, offered, wanted, ...draft }) => ({
      ...draft,
      requesterId: ids.member(requester).id,
      counterpartyId: memberOrNull(counterparty),
      offeredTripId: tripId(offered),
      wantedTripId: tripId(wanted),
    })),
    importTrades,
  );
  const currencies = await write(
    data.currencies.map(({ crewMember, ...draft }) => ({ ...draft, crewMemberId: ids.member(crewMember).id })),
    createFaTrainings,
  );
  const draws = await write(data.datDraws, importDraws);
  const tests = await write(
    data.datTests.map(({ crewMember, ...draft }) => ({ ...draft, crewMemberId: ids.member(crewMember).id })),
    selectForTests,
  );
  return {
    invoices: invoices.length,
    compliance: compliance.length,
    deferrals: deferrals.length,
    stageChecks: stageChecks.length,
    trips: trips.length,
    reserve: reserve.length,
    trades: trades.length,
    currencies: currencies.length,
    datDraws: draws.length,
    datTests: tests.length + draws.reduce((sum, { selected }) => sum + selected.length, 0),
  };
};

/** What is unpaid is SENT or OVERDUE by the center's calendar at the moment of writing. */
const invoicesAsOfNow = (tx: CenterTx, drafts: readonly NewInvoice[]) =>
  createInvoices(
    tx,
    drafts.map((draft) =>
      draft.status === "SENT" ? { ...draft, status: statusAt(draft.dueOn, tx.now, tx.zone) } : draft,
    ),
  );
