import { z } from "zod";
import { planDate, text } from "../../../lib/schemas.ts";
import { createItems, type NewComplianceItem } from "../../../modules/compliance/commands/create.ts";
import { COMPLIANCE_CATEGORIES, COMPLIANCE_STATUSES, complianceItem } from "../../../modules/compliance/schema.ts";
import { rowsOf } from "../brought.ts";
import { countCell, dateCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

const keyOf = ({ title, category }: { title: string; category: string }): string =>
  `${category}\n${title}`.toLowerCase();

export const complianceItems = nounImport({
  name: "compliance-items",
  columns: z.object({
    title: text(200),
    category: wordCell(COMPLIANCE_CATEGORIES),
    status: wordCell(COMPLIANCE_STATUSES).optional(),
    dueOn: dateCell.pipe(planDate).optional(),
    leadDays: countCell.pipe(complianceItem.shape.leadDays).optional(),
    recurrenceMonths: countCell.pipe(complianceItem.shape.recurrenceMonths.unwrap()).optional(),
    owner: text(200).optional(),
    completedOn: dateCell.optional(),
    waiverReason: text(500).optional(),
    waivedBy: text(200).optional(),
    waivedUntil: dateCell.pipe(planDate).optional(),
  }),
  columnOf: { waiver: "waivedUntil" },
  draft: ({ status, completedOn = null, waiverReason, waivedBy, waivedUntil, ...cells }, reader): NewComplianceItem => {
    const draft = { ...cells, completedOn, ...(status === undefined ? {} : { status }) };
    const given = [waiverReason, waivedBy, waivedUntil].filter((cell) => cell !== undefined);
    if (given.length === 0) return draft;
    if (waiverReason === undefined || waivedBy === undefined || waivedUntil === undefined) {
      reader.fault("waivedUntil", "goes only together with waiverReason and waivedBy");
      return draft;
    }
    return { status: "WAIVED", ...draft, waiver: { reason: waiverReason, by: waivedBy, until: waivedUntil } };
  },
  key: keyOf,
  existing: async (tx) => tally((await rowsOf(tx, "compliance_items")).map(keyOf)),
  create: createItems,
});
