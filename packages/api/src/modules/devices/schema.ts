import { z } from "zod";
import { listInput, listOf, pageOf } from "../../lib/pagination.ts";
import { nounBase, storedText, text } from "../../lib/schemas.ts";

export const QUALIFICATION_LEVELS = ["FFS_A", "FFS_B", "FFS_C", "FFS_D", "FTD_4", "FTD_5", "FTD_6", "FTD_7"] as const;
export const SIMULATOR_STATUSES = ["IN_SERVICE", "OUT_OF_SERVICE"] as const;
export const AIRCRAFT_STATUSES = ["AVAILABLE", "GROUNDED"] as const;

const qualificationLevel = z.enum(QUALIFICATION_LEVELS).meta({
  description: "Full flight simulator A to D, or flight training device 4 to 7 (14 CFR part 60).",
  example: "FFS_D",
});

export const simulatorStatus = z.enum(SIMULATOR_STATUSES).meta({
  description: "OUT_OF_SERVICE while a CRITICAL work order on the device is open.",
});
export type SimulatorStatus = z.infer<typeof simulatorStatus>;

export const aircraftStatus = z.enum(AIRCRAFT_STATUSES).meta({
  description: "GROUNDED while a MEL deferral on the aircraft is expired.",
});
export type AircraftStatus = z.infer<typeof aircraftStatus>;

/** A flight simulation training device as it is served and kept. */
export const simulator = z
  .object({
    ...nounBase,
    name: storedText(100).meta({ example: "B737-800 #1" }),
    type: storedText(60).meta({ example: "B738" }),
    qualificationLevel,
    status: simulatorStatus,
  })
  .meta({ id: "Simulator", description: "A flight simulation training device." });
export type Simulator = z.infer<typeof simulator>;

/** An aircraft as it is served and kept. */
export const aircraft = z
  .object({
    ...nounBase,
    tailNumber: storedText(10).meta({ example: "N123AA" }),
    type: storedText(60).meta({ example: "C172" }),
    status: aircraftStatus,
  })
  .meta({ id: "Aircraft", description: "An aircraft of the center's fleet." });
export type Aircraft = z.infer<typeof aircraft>;

export const simulatorPage = pageOf(simulator, "SimulatorPage");
export const aircraftPage = pageOf(aircraft, "AircraftPage");

export const simulatorFilters = listInput({
  status: listOf(simulatorStatus, SIMULATOR_STATUSES.length).optional(),
});

export const aircraftFilters = listInput({
  status: listOf(aircraftStatus, AIRCRAFT_STATUSES.length).optional(),
});

/** What a new simulator is made from; its status follows from its work orders. */
export const simulatorDraft = z.strictObject({ name: text(100), type: text(60), qualificationLevel });
export type SimulatorDraft = z.output<typeof simulatorDraft>;

export const simulatorChange = simulatorDraft.partial();
export type SimulatorChange = z.output<typeof simulatorChange>;

/** What a new aircraft is made from; its status follows from its deferrals. */
export const aircraftDraft = z.strictObject({
  tailNumber: text(10).regex(/^[A-Z0-9][A-Z0-9-]*$/, "must be a registration in upper case, e.g. N123AA or D-AIBC"),
  type: text(60),
});
export type AircraftDraft = z.output<typeof aircraftDraft>;

export const aircraftChange = aircraftDraft.partial();
export type AircraftChange = z.output<typeof aircraftChange>;
