import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { Rollback } from "@aviationalley/db/transaction.ts";
import type { Failure } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { fleetTypes } from "../../modules/devices/reads.ts";
import { type CsvRecord, readCsv } from "./csv.ts";
import { lookUp, readDirectory } from "./directory.ts";
import type { RowFault } from "./fault.ts";
import { foreFlightLog } from "./foreflight/flights.ts";
import { isForeFlight, splitTables } from "./foreflight/tables.ts";
import { asCollision, type Noun } from "./noun.ts";
import { aircraft } from "./nouns/aircraft.ts";
import { bookings } from "./nouns/bookings.ts";
import { complianceItems } from "./nouns/compliance-items.ts";
import { crew } from "./nouns/crew.ts";
import { dat } from "./nouns/dat.ts";
import { deferrals } from "./nouns/deferrals.ts";
import { faTraining } from "./nouns/fa-training.ts";
import { flightLog } from "./nouns/flight-log.ts";
import { invoices } from "./nouns/invoices.ts";
import { simulators } from "./nouns/simulators.ts";
import { stageChecks } from "./nouns/stage-checks.ts";
import { trainees } from "./nouns/trainees.ts";
import { trips } from "./nouns/trips.ts";
import { type ImportReport, unread } from "./report.ts";
import { readTable } from "./table.ts";

export const IMPORTED_NOUNS = [
  "trainees",
  "crew",
  "simulators",
  "aircraft",
  "bookings",
  "flight-log",
  "invoices",
  "compliance-items",
  "deferrals",
  "fa-training",
  "stage-checks",
  "trips",
  "dat",
] as const;
export type ImportedNoun = (typeof IMPORTED_NOUNS)[number];

export interface ImportOptions {
  /** Write; else everything is done and then undone, for its report. */
  commit: boolean;
  /** Write the good rows though there are bad ones. */
  skipBadRows: boolean;
  /** Whose flights these are (email, employee number or id of a crew member), where the file does not say. */
  user?: string | undefined;
}

/**
 * Imports a CSV file through the modules' own commands, in one transaction. All or nothing, unless bad rows are to be
 * skipped. Nothing fires: an import brings the past along.
 */
export const runImport = async (
  db: Db,
  centerId: CenterId,
  noun: ImportedNoun,
  file: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport | Failure> => {
  const records = readCsv(file);
  if (!Array.isArray(records)) return unread(noun, [records]);
  const outcome = await transaction(
    db,
    centerId,
    async (tx) => {
      const report = await importRecords(tx, noun, records, options);
      const written = report.read && options.commit && (report.faults.length === 0 || options.skipBadRows);
      return written ? { ...report, committed: true } : new Undone(report);
    },
    "import",
  ).catch(asCollision);
  return outcome instanceof Undone ? outcome.report : outcome;
};

/** What was found, with all that was written taken back. */
class Undone extends Rollback {
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    super();
    this.report = report;
  }
}

const importRecords = async (
  tx: CenterTx,
  noun: ImportedNoun,
  records: readonly CsvRecord[],
  options: ImportOptions,
): Promise<ImportReport> => {
  const owner = await findOwner(tx, options.user);
  if (typeof owner === "object") return unread(noun, [owner]);
  const source = noun === "flight-log" ? await flightSource(tx, records, owner) : { noun: NOUNS[noun], records };
  if ("message" in source) return unread(noun, [source]);
  const table = readTable(source.records, source.noun.columns);
  if ("unreadable" in table) return unread(noun, table.unreadable);
  const { rows, faults } = table;
  const outcome = await source.noun.importRows(tx, rows);
  const all = [...faults, ...outcome.faults].toSorted((a, b) => a.line - b.line);
  const bad = new Set(all.map(({ line }) => line)).size;
  return { ...outcome, noun, read: true, rows: source.records.length - 1, faults: all, bad, committed: false };
};

const NOUNS: Readonly<Record<Exclude<ImportedNoun, "flight-log">, Noun>> = {
  trainees,
  crew,
  simulators,
  aircraft,
  bookings,
  invoices,
  "compliance-items": complianceItems,
  deferrals,
  "fa-training": faTraining,
  "stage-checks": stageChecks,
  trips,
  dat,
};

const findOwner = async (tx: CenterTx, user: string | undefined): Promise<string | undefined | RowFault> => {
  if (user === undefined) return undefined;
  const known = lookUp(await readDirectory(tx), "crew member", user);
  return typeof known === "string"
    ? { line: 1, column: null, message: `--user ${known} (found ${JSON.stringify(user)})` }
    : (known.userId ?? undefined);
};

/** Our own columns, or a ForeFlight logbook. */
const flightSource = async (
  tx: CenterTx,
  records: readonly CsvRecord[],
  owner: string | undefined,
): Promise<{ noun: Noun; records: readonly CsvRecord[] } | RowFault> => {
  if (!isForeFlight(records)) return { noun: flightLog(owner), records };
  if (owner === undefined)
    return {
      line: 1,
      column: null,
      message: "A ForeFlight logbook does not say whose it is: name the person with --user.",
    };
  const tables = splitTables(records);
  if ("message" in tables) return tables;
  const fleet = new Map((await fleetTypes(tx, tx.centerId)).map(({ tailNumber, type }) => [tailNumber, type]));
  const noun = foreFlightLog(owner, tables.aircraft, (tailNumber) => fleet.get(tailNumber));
  return { noun, records: tables.flights };
};
