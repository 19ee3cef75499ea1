import { z } from "zod";
import { createFleet } from "../../../modules/devices/commands.ts";
import { fleetTypes } from "../../../modules/devices/reads.ts";
import { aircraftDraft } from "../../../modules/devices/schema.ts";
import { upperCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

export const aircraft = nounImport({
  name: "aircraft",
  columns: z.object({ tailNumber: upperCell.pipe(aircraftDraft.shape.tailNumber), type: aircraftDraft.shape.type }),
  draft: (cells) => cells,
  key: ({ tailNumber }) => tailNumber,
  existing: async (tx) => tally((await fleetTypes(tx, tx.centerId)).map(({ tailNumber }) => tailNumber)),
  create: createFleet,
});
