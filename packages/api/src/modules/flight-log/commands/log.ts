import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, invalidFields, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { knownUsers } from "../../crew/reads.ts";
import { insertFlights } from "../queries.ts";
import { flightFaults } from "../rules.ts";
import type { Flight, FlightDraft } from "../schema.ts";

/** Logs one flight. */
export const logFlight = (db: Db | CenterTx, centerId: CenterId, draft: FlightDraft): Promise<Flight | Failure> =>
  transaction(db, centerId, async (tx) => {
    const [logged] = await logFlights(tx, [draft]);
    if (!logged) throw new Error("A batch of one has one outcome.");
    return logged;
  });

/** Logs a batch: each outcome stands at its draft's place, and the good ones are written. */
export const logFlights = async (tx: CenterTx, drafts: readonly FlightDraft[]): Promise<(Flight | Failure)[]> => {
  const known = await knownUsers(tx, [...new Set(drafts.map(({ userId }) => userId))]);
  const outcomes = drafts.map((draft) => {
    if (!known.has(draft.userId)) return unknownUser(draft.userId);
    const row = newFlight(tx, draft);
    const faults = flightFaults(row, tx.now);
    return faults.length > 0 ? invalidFields(faults) : row;
  });
  const logged = outcomes.filter(isSuccess);
  if (logged.length > 0) await insertFlights(tx, logged);
  return outcomes;
};

const newFlight = (tx: CenterTx, draft: FlightDraft): Flight => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
  userId: draft.userId,
  date: draft.date,
  tailNumber: draft.tailNumber,
  aircraftType: draft.aircraftType,
  departure: draft.departure,
  arrival: draft.arrival,
  blockOff: draft.blockOff ?? null,
  blockOn: draft.blockOn ?? null,
  totalMinutes: draft.totalMinutes,
  picMinutes: draft.picMinutes ?? 0,
  sicMinutes: draft.sicMinutes ?? 0,
  nightMinutes: draft.nightMinutes ?? 0,
  instrumentMinutes: draft.instrumentMinutes ?? 0,
  dayLandings: draft.dayLandings ?? 0,
  nightLandings: draft.nightLandings ?? 0,
  remarks: draft.remarks ?? null,
});

const unknownUser = (userId: string): Failure =>
  fail(
    "unprocessable",
    `No crew member of this center is user ${userId}; GET /crew lists the crew with their userId.`,
    {
      errors: [{ path: "userId", message: "is no crew member's userId in this center" }],
    },
  );
