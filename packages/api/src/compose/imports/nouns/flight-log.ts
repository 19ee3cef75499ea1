import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { logFlights } from "../../../modules/flight-log/commands/log.ts";
import { fingerprintOf } from "../../../modules/flight-log/fingerprint.ts";
import { timesLogged } from "../../../modules/flight-log/reads.ts";
import { type FlightDraft, flightDraft } from "../../../modules/flight-log/schema.ts";
import { countCell, dateCell, minutesCell, referenceCell, upperCell } from "../cells.ts";
import { type Noun, nounImport } from "../noun.ts";

/** What every file of flights has in common, whoever wrote it. */
export const flights = {
  name: "flight-log",
  fits: flightDraft,
  key: (draft: FlightDraft): string => fingerprintOf({ ...draft, blockOff: draft.blockOff ?? null }),
  existing: (tx: CenterTx, drafts: readonly FlightDraft[]) => timesLogged(tx, drafts.map(flights.key)),
  create: logFlights,
};

const columns = {
  date: dateCell,
  tailNumber: upperCell.pipe(flightDraft.shape.tailNumber),
  aircraftType: text(60),
  departure: upperCell.pipe(flightDraft.shape.departure),
  arrival: upperCell.pipe(flightDraft.shape.arrival),
  blockOff: z.string().optional(),
  blockOn: z.string().optional(),
  totalMinutes: minutesCell,
  picMinutes: minutesCell.optional(),
  sicMinutes: minutesCell.optional(),
  nightMinutes: minutesCell.optional(),
  instrumentMinutes: minutesCell.optional(),
  dayLandings: countCell.optional(),
  nightLandings: countCell.optional(),
  remarks: text(2000).optional(),
};

/** Flights of one person (`owner`, a userId), or of whomever the column `user` names. Times without an offset are UTC. */
export const flightLog = (owner: string | undefined): Noun =>
  nounImport({
    ...flights,
    columns: z.object({ user: owner === undefined ? referenceCell : referenceCell.optional(), ...columns }),
    columnOf: { userId: "user" },
    draft: ({ user, blockOff, blockOn, ...cells }, reader): FlightDraft => ({
      ...cells,
      userId: user === undefined ? (owner ?? "") : (reader.known("user", "crew member", user).userId ?? ""),
      blockOff: blockOff === undefined ? null : reader.instant("blockOff", blockOff, "UTC"),
      blockOn: blockOn === undefined ? null : reader.instant("blockOn", blockOn, "UTC"),
    }),
  });
