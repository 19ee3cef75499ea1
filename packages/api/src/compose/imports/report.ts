import type { RowFault } from "./fault.ts";
import type { Outcome } from "./noun.ts";

/** What an import did, or would do. */
export interface ImportReport extends Outcome {
  noun: string;
  /** Whether the rows were looked at; a file that is not what it should be is refused before. */
  read: boolean;
  /** Rows of the file, without its heading. */
  rows: number;
  /** Rows that have a fault. */
  bad: number;
  committed: boolean;
}

/** The report of a file whose rows were not even looked at. */
export const unread = (noun: string, faults: RowFault[]): ImportReport => ({
  noun,
  read: false,
  rows: 0,
  created: 0,
  already: 0,
  skipped: new Map(),
  bad: faults.length,
  faults,
  committed: false,
});

/** Faults written out; a file with more of them has one mistake many times over. */
const SHOWN = 100;

/** The report as text, one line for each thing to know. */
export const reportLines = (report: ImportReport): string[] => {
  const { noun, read, rows, created, already, skipped, bad, faults, committed } = report;
  const shown = faults.slice(0, SHOWN).map(faultLine);
  if (!read) return [...shown, `${noun}: the file was not read and nothing was written. Mend what is named above.`];
  const skips = [...skipped].map(([reason, times]) => `${times} skipped (${reason})`);
  const counts = [
    `${rows} ${rows === 1 ? "row" : "rows"}`,
    `${created} ${committed ? "imported" : "good"}`,
    ...(already > 0 ? [`${already} already there`] : []),
    ...skips,
    ...(bad > 0 ? [`${bad} bad`] : []),
  ];
  return [
    ...shown,
    ...(faults.length > SHOWN ? [`… and ${faults.length - SHOWN} faults more`] : []),
    `${noun}: ${counts.join(", ")}`,
    nextStep(report),
  ];
};

const faultLine = ({ line, column, message }: RowFault): string =>
  column === null ? `line ${line}: ${message}` : `line ${line}, ${column}: ${message}`;

const nextStep = ({ committed, bad, created, already, rows }: ImportReport): string => {
  if (created === 0 && bad === 0)
    return rows > 0 && already === rows ? "Nothing to write: all rows are there." : "There is nothing to write.";
  if (committed)
    return bad > 0 ? "The good rows are written; mend the bad ones and import the file again." : "Written.";
  if (bad > 0) return "Nothing was written. Mend the rows above, or write the good ones with --commit --skip-bad-rows.";
  return "Nothing was written yet: this was a dry run. Write with --commit.";
};
