import { z } from "zod";
import { text, uuid } from "../../../lib/schemas.ts";
import { createCrewMembers } from "../../../modules/crew/commands.ts";
import { crewKeys } from "../../../modules/crew/reads.ts";
import { CREW_ROLES, crewDraft } from "../../../modules/crew/schema.ts";
import { emailCell, listCell, upperCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

export const crew = nounImport({
  name: "crew",
  columns: z.object({
    firstName: text(100),
    lastName: text(100),
    employeeNumber: text(40),
    email: emailCell,
    role: wordCell(CREW_ROLES),
    base: upperCell.pipe(crewDraft.shape.base),
    aircraftTypes: listCell(crewDraft.shape.aircraftTypes).optional(),
    userId: uuid.optional(),
  }),
  draft: ({ aircraftTypes = [], ...cells }) => ({ ...cells, aircraftTypes }),
  key: ({ employeeNumber }) => employeeNumber,
  existing: async (tx) => tally((await crewKeys(tx, tx.centerId)).map(({ employeeNumber }) => employeeNumber)),
  create: createCrewMembers,
});
