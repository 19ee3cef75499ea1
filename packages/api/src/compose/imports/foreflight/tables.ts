import type { CsvRecord } from "../csv.ts";
import type { RowFault } from "../fault.ts";

/** A logbook as ForeFlight exports it: one file, two tables, each under a line with its name. */
export interface ForeFlightTables {
  /** What kind of thing each AircraftID is. */
  aircraft: ReadonlyMap<string, ForeFlightAircraft>;
  /** The flights' heading and rows. */
  flights: CsvRecord[];
}

export interface ForeFlightAircraft {
  /** The ICAO type designator where the pilot gave one, else the model's name. */
  type: string | undefined;
  /** False for simulators and training devices. */
  flies: boolean;
}

export const isForeFlight = ([first]: readonly CsvRecord[]): boolean =>
  first?.cells[0]?.trim().startsWith("ForeFlight Logbook Import") === true;

/**
 * Takes the file apart. Between a table's name and its heading older exports have a line of data types ("Text, Text,
 * YYYY"), so a heading is the first line with AircraftID in it.
 */
export const splitTables = (records: readonly CsvRecord[]): ForeFlightTables | RowFault => {
  const flights = tableNamed(records, "flights table");
  if (!flights)
    return {
      line: 1,
      column: null,
      message: "The file has no Flights Table with an AircraftID column: export it again.",
    };
  return { aircraft: readAircraft(tableNamed(records, "aircraft table") ?? []), flights };
};

const titleOf = ({ cells }: CsvRecord): string => cells[0]?.trim().toLowerCase() ?? "";

const isTitle = (record: CsvRecord): boolean => titleOf(record).endsWith(" table");

/** The heading and rows under a title, up to the next title. */
const tableNamed = (records: readonly CsvRecord[], title: string): CsvRecord[] | undefined => {
  const start = records.findIndex((record) => titleOf(record) === title);
  if (start === -1) return undefined;
  const rest = records.slice(start + 1);
  const next = rest.findIndex(isTitle);
  const body = next === -1 ? rest : rest.slice(0, next);
  const heading = body.findIndex(({ cells }) => cells.some((cell) => cell.trim() === "AircraftID"));
  return heading === -1 ? undefined : body.slice(heading);
};

const readAircraft = ([heading, ...rows]: readonly CsvRecord[]): Map<string, ForeFlightAircraft> => {
  const names = heading?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const cellOf = (row: CsvRecord, ...columns: string[]): string | undefined => {
    const place = names.findIndex((name) => columns.includes(name));
    return row.cells[place]?.trim() || undefined;
  };
  return new Map(
    rows.flatMap((row): [string, ForeFlightAircraft][] => {
      const id = cellOf(row, "aircraftid");
      if (id === undefined) return [];
      const equipment = cellOf(row, "equipmenttype", "equiptype (faa)")?.toLowerCase() ?? "aircraft";
      const type = cellOf(row, "typecode")?.toUpperCase() ?? cellOf(row, "model");
      return [[id.toUpperCase(), { type, flies: equipment === "aircraft" }]];
    }),
  );
};
