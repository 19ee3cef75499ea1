import { z } from "zod";
import { type NewDatTest, selectForTests } from "../../../modules/dat/commands/select.ts";
import {
  CANCEL_REASONS,
  DETERMINERS,
  TEST_REASONS,
  TEST_RESULTS,
  TEST_STATUSES,
  TEST_TYPES,
} from "../../../modules/dat/schema.ts";
import { rowsOf } from "../brought.ts";
import { referenceCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

type Identity = Pick<NewDatTest, "crewMemberId" | "testType" | "reason" | "selectedAt">;

const keyOf = ({ crewMemberId, testType, reason, selectedAt }: Identity): string =>
  JSON.stringify([crewMemberId, testType, reason, selectedAt]);

export const dat = nounImport({
  name: "dat",
  columns: z.object({
    crewMember: referenceCell,
    testType: wordCell(TEST_TYPES),
    reason: wordCell(TEST_REASONS),
    status: wordCell(TEST_STATUSES),
    selectedAt: z.string(),
    notifiedAt: z.string().optional(),
    collectedAt: z.string().optional(),
    resultedAt: z.string().optional(),
    result: wordCell(TEST_RESULTS).optional(),
    determinedBy: wordCell(DETERMINERS).optional(),
    cancelReason: wordCell(CANCEL_REASONS).optional(),
  }),
  columnOf: { crewMemberId: "crewMember" },
  confidential: new Set(["reason", "collectedAt", "result", "determinedBy", "cancelReason"]), // 49 CFR 40.321
  draft: (cells, reader, tx): NewDatTest => {
    const { testType, reason, status, result, determinedBy, cancelReason } = cells;
    const time = (column: "notifiedAt" | "collectedAt" | "resultedAt") =>
      cells[column] === undefined ? null : reader.instant(column, cells[column], tx.zone);
    if (determinedBy !== undefined && result === undefined)
      reader.fault("determinedBy", "goes only together with result");
    return {
      testType,
      reason,
      status,
      determinedBy,
      crewMemberId: reader.id("crewMember", "crew member", cells.crewMember),
      selectedAt: reader.instant("selectedAt", cells.selectedAt, tx.zone),
      notifiedAt: time("notifiedAt"),
      collectedAt: time("collectedAt"),
      resultedAt: time("resultedAt"),
      result: result ?? null,
      cancelReason: cancelReason ?? null,
    };
  },
  key: keyOf,
  existing: async (tx) => tally((await rowsOf(tx, "dat_tests")).map(keyOf)),
  create: selectForTests,
});
