import { z } from "zod";
import type { Instant } from "../../../lib/time.ts";
import { text } from "../../../lib/schemas.ts";
import type { FlightDraft } from "../../../modules/flight-log/schema.ts";
import { countCell, upperCell } from "../cells.ts";
import { type Noun, nounImport, Skipped } from "../noun.ts";
import { flights } from "../nouns/flight-log.ts";
import type { RowReader } from "../reader.ts";
import { type Duration, NONE, readDuration, sum, within } from "./durations.ts";
import type { ForeFlightAircraft } from "./tables.ts";
import { clockOn, following, readDate } from "./times.ts";

const duration = z.string().transform((cell, ctx): Duration => {
  const read = readDuration(cell);
  if (read) return read;
  ctx.addIssue("must be hours (1.3) or hours and minutes (1:18)");
  return z.NEVER;
});

/** ForeFlight's own names, of older and newer exports; the many other columns say nothing that the log keeps. */
const columns = z.object({
  Date: z.string(),
  AircraftID: upperCell,
  From: upperCell.optional(),
  To: upperCell.optional(),
  TimeOut: z.string().optional(),
  TimeIn: z.string().optional(),
  TotalTime: duration.optional(),
  PIC: duration.optional(),
  SIC: duration.optional(),
  Night: duration.optional(),
  ActualInstrument: duration.optional(),
  SimulatedInstrument: duration.optional(),
  SimulatedFlight: duration.optional(),
  DayLandingsFullStop: countCell.optional(),
  NightLandingsFullStop: countCell.optional(),
  AllLandings: countCell.optional(),
  "Landing Full-Stop Day": countCell.optional(),
  "Landing Full-Stop Night": countCell.optional(),
  "Landing Touch-and-Go Day": countCell.optional(),
  "Landing Touch-and-Go Night": countCell.optional(),
  PilotComments: text(2000).optional(),
});
type Cells = z.output<typeof columns>;

const COLUMN_OF = {
  date: "Date",
  tailNumber: "AircraftID",
  aircraftType: "AircraftID",
  departure: "From",
  arrival: "To",
  blockOff: "TimeOut",
  blockOn: "TimeIn",
  totalMinutes: "TotalTime",
  picMinutes: "PIC",
  sicMinutes: "SIC",
  nightMinutes: "Night",
  instrumentMinutes: "ActualInstrument",
  remarks: "PilotComments",
};

/** The flights of one person's ForeFlight logbook. `typeOf` answers for aircraft that the logbook does not describe. */
export const foreFlightLog = (
  owner: string,
  aircraft: ReadonlyMap<string, ForeFlightAircraft>,
  typeOf: (tailNumber: string) => string | undefined,
): Noun =>
  nounImport({
    ...flights,
    columns,
    others: "ignore",
    columnOf: COLUMN_OF,
    draft: (cells, reader): FlightDraft | Skipped => {
      const known = aircraft.get(cells.AircraftID);
      if (known?.flies === false) return new Skipped("simulator session");
      const total = cells.TotalTime ?? NONE;
      if (total.minutes === 0)
        return new Skipped(
          (cells.SimulatedFlight ?? NONE).minutes > 0 ? "simulator session" : "entry without flight time",
        );
      const date = readDate(cells.Date) ?? refuse(reader, "Date", "must be a date, YYYY-MM-DD");
      const aircraftType = known?.type ?? typeOf(cells.AircraftID) ?? "";
      if (aircraftType === "")
        reader.fault("AircraftID", "has no type: give it a TypeCode in the logbook, or import the aircraft first");
      const draft = {
        userId: owner,
        date,
        tailNumber: cells.AircraftID,
        aircraftType,
        departure: cells.From ?? "",
        arrival: cells.To ?? "",
        ...blockTimes(cells, date, reader),
      };
      return { ...draft, ...partsOf(cells, total, draft), ...landingsOf(cells), remarks: cells.PilotComments ?? null };
    },
  });

const refuse = (reader: RowReader, column: string, message: string): string => {
  reader.fault(column, message);
  return "";
};

interface Block {
  blockOff: Instant | null;
  blockOn: Instant | null;
}

/** ForeFlight keeps clock times in UTC beside one date. A flight with one of the two has none for us. */
const blockTimes = ({ TimeOut, TimeIn }: Cells, date: string, reader: RowReader): Block => {
  if (TimeOut === undefined || TimeIn === undefined || date === "") return { blockOff: null, blockOn: null };
  const blockOff = clockOn(date, TimeOut) ?? refuse(reader, "TimeOut", "must be a clock time, HH:MM");
  const blockOn = clockOn(date, TimeIn) ?? refuse(reader, "TimeIn", "must be a clock time, HH:MM");
  return { blockOff, blockOn: blockOff === "" || blockOn === "" ? blockOn : following(blockOff, blockOn) };
};

/** Times are rounded each by itself, mostly to tenths of an hour: what only rounding makes too long is made to fit. */
const partsOf = (cells: Cells, logged: Duration, { blockOff, blockOn }: Block) => {
  const block = blockOff && blockOn ? Math.ceil((Date.parse(blockOn) - Date.parse(blockOff)) / 60_000) : undefined;
  const total = block === undefined ? logged : within(logged, { minutes: block, slack: 0 });
  const fitting = (part: Duration | undefined): Duration => within(part ?? NONE, total);
  const pic = fitting(cells.PIC);
  const rest = { minutes: total.minutes - pic.minutes, slack: total.slack + pic.slack };
  return {
    totalMinutes: total.minutes,
    picMinutes: pic.minutes,
    sicMinutes: within(cells.SIC ?? NONE, rest).minutes,
    nightMinutes: fitting(cells.Night).minutes,
    instrumentMinutes: fitting(sum(cells.ActualInstrument ?? NONE, cells.SimulatedInstrument ?? NONE)).minutes,
  };
};

/** Older exports count all landings and those to a full stop by night; newer ones each kind by day and night. */
const landingsOf = (cells: Cells): { dayLandings: number; nightLandings: number } => {
  const fullStops = cells.DayLandingsFullStop ?? cells["Landing Full-Stop Day"] ?? 0;
  const nightFullStops = cells.NightLandingsFullStop ?? cells["Landing Full-Stop Night"] ?? 0;
  const nightLandings = nightFullStops + (cells["Landing Touch-and-Go Night"] ?? 0);
  const dayLandings = fullStops + (cells["Landing Touch-and-Go Day"] ?? 0);
  return { nightLandings, dayLandings: Math.max(dayLandings, (cells.AllLandings ?? 0) - nightLandings) };
};
