import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import { createSimulators } from "../../../modules/devices/commands.ts";
import { simulatorKeys } from "../../../modules/devices/reads.ts";
import { QUALIFICATION_LEVELS } from "../../../modules/devices/schema.ts";
import { wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

export const simulators = nounImport({
  name: "simulators",
  columns: z.object({ name: text(100), type: text(60), qualificationLevel: wordCell(QUALIFICATION_LEVELS) }),
  draft: (cells) => cells,
  key: ({ name }) => name,
  existing: async (tx) => tally((await simulatorKeys(tx, tx.centerId)).map(({ name }) => name)),
  create: createSimulators,
});
