import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import { createFaTrainings } from "../../../modules/fa-training/commands/create.ts";
import { currenciesOf } from "../../../modules/fa-training/reads.ts";
import {
  COMPLETION_KINDS,
  faTrainingDraft,
  type FaTrainingDraft,
  TRAINING_CYCLES,
} from "../../../modules/fa-training/schema.ts";
import { dateCell, referenceCell, upperCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

const keyOf = (crewMemberId: string, kind: string, aircraftType: string | null): string =>
  JSON.stringify([crewMemberId, kind, aircraftType]);

export const faTraining = nounImport({
  name: "fa-training",
  columns: z.object({
    crewMember: referenceCell,
    kind: wordCell(TRAINING_CYCLES),
    aircraftType: upperCell.pipe(text(60)).optional(),
    baseMonth: z.string().optional(),
    completionKind: wordCell(COMPLETION_KINDS).optional(),
    completedOn: dateCell.optional(),
    certifiedBy: text(200).optional(),
  }),
  columnOf: { crewMemberId: "crewMember", lastCompletion: "completedOn" },
  fits: faTrainingDraft,
  draft: ({ crewMember, completionKind, completedOn, certifiedBy, ...cells }, reader): FaTrainingDraft => {
    const draft = {
      kind: cells.kind,
      crewMemberId: reader.id("crewMember", "crew member", crewMember),
      aircraftType: cells.aircraftType ?? null,
      ...(cells.baseMonth === undefined ? {} : { baseMonth: cells.baseMonth }),
    };
    if (completedOn !== undefined && certifiedBy !== undefined)
      return { ...draft, lastCompletion: { kind: completionKind ?? cells.kind, completedOn, certifiedBy } };
    if (completedOn !== undefined) reader.fault("certifiedBy", "is required with completedOn (14 CFR 121.401(c))");
    else if (certifiedBy !== undefined || completionKind !== undefined)
      reader.fault("completedOn", "is required with completionKind and certifiedBy");
    return draft;
  },
  key: ({ crewMemberId, kind, aircraftType }) => keyOf(crewMemberId, kind, aircraftType ?? null),
  existing: async (tx, drafts) => {
    const people = new Set(drafts.map(({ crewMemberId }) => crewMemberId));
    const rows = await currenciesOf(tx, [...people]);
    return tally(rows.map(({ crewMember, kind, aircraftType }) => keyOf(crewMember.id, kind, aircraftType)));
  },
  create: createFaTrainings,
});
