import { suggestion } from "../../lib/nearest.ts";
import type { CsvRecord } from "./csv.ts";
import type { Row, RowFault } from "./fault.ts";

/** What a table may have for columns. */
export interface Columns {
  known: readonly string[];
  required: readonly string[];
  /** Files of other programs have columns that are none of our business. */
  others: "refuse" | "ignore";
}

/**
 * The rows of a table whose first record names the columns, in any order and spelling of case, spaces and underscores
 * (`First name` is `firstName`). Faults in the heading are faults of the file, whose rows are then not read at all.
 */
export const readTable = (
  records: readonly CsvRecord[],
  columns: Columns,
): { rows: Row[]; faults: RowFault[] } | { unreadable: RowFault[] } => {
  const [heading, ...body] = records;
  if (!heading) return { unreadable: [{ line: 1, column: null, message: headingWanted(columns) }] };
  const names = heading.cells.map((cell) => columns.known.find((name) => bare(name) === bare(cell)));
  const faults = headingFaults(heading, names, columns);
  if (faults.length > 0) return { unreadable: faults };
  const read = body.map((record) => readRow(record, names, heading));
  return {
    rows: read.flatMap((row) => ("cells" in row ? [row] : [])),
    faults: read.flatMap((row) => ("cells" in row ? [] : [row])),
  };
};

const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, "");

const headingWanted = ({ required }: Columns): string =>
  `The first line must name the columns; needed are ${required.join(", ")}.`;

const headingFaults = (
  { line, cells }: CsvRecord,
  names: readonly (string | undefined)[],
  columns: Columns,
): RowFault[] => {
  const fault = (column: string | null, message: string): RowFault => ({ line, column, message });
  if (names.every((name) => name === undefined)) return [fault(null, headingWanted(columns))];
  return [
    ...cells.flatMap((cell, place) => {
      const name = names[place];
      if (name === undefined)
        return columns.others === "ignore" || cell.trim() === ""
          ? []
          : [fault(cell.trim(), `is not a column of this import: ${suggestion(cell, columns.known)}`)];
      return names.indexOf(name) < place ? [fault(name, "is there twice")] : [];
    }),
    ...columns.required
      .filter((name) => !names.includes(name))
      .map((name) => fault(name, "is missing from the heading")),
  ];
};

const readRow = (
  { line, cells }: CsvRecord,
  names: readonly (string | undefined)[],
  heading: CsvRecord,
): Row | RowFault => {
  const surplus = cells.slice(names.length).filter((cell) => cell.trim() !== "").length;
  if (surplus > 0)
    return {
      line,
      column: null,
      message: `has ${cells.length} cells under ${heading.cells.length} columns. Put quotes around a cell that holds the delimiter.`,
    };
  const filled = names.flatMap((name, place) => {
    const cell = cells[place]?.trim() ?? "";
    return name === undefined || cell === "" ? [] : [[name, cell] as const];
  });
  return { line, cells: new Map(filled) };
};
