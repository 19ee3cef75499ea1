import { statement } from "@aviationalley/db/client.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { ComplianceItem } from "../../modules/compliance/schema.ts";
import type { DatRecord } from "../../modules/dat/schema.ts";
import type { Invoice } from "../../modules/invoices/schema.ts";
import type { MelDeferral } from "../../modules/mel/schema.ts";
import type { StageCheck } from "../../modules/stage-checks/schema.ts";
import type { Trip } from "../../modules/trips/schema.ts";

interface Rows {
  invoices: Invoice;
  compliance_items: ComplianceItem;
  mel_deferrals: MelDeferral;
  stage_checks: StageCheck;
  trips: Trip;
  dat_tests: DatRecord;
}

const documentsIn = (table: keyof Rows) =>
  statement<{ document: string }>(`imports.rows_of_${table}`, `select document from ${table} where center_id = $1`);

const STATEMENTS = {
  invoices: documentsIn("invoices"),
  compliance_items: documentsIn("compliance_items"),
  mel_deferrals: documentsIn("mel_deferrals"),
  stage_checks: documentsIn("stage_checks"),
  trips: documentsIn("trips"),
  dat_tests: documentsIn("dat_tests"),
} satisfies Record<keyof Rows, unknown>;

/** Every row of a center, to find what was brought before; tens of thousands at most, and once per import. */
export const rowsOf = async <Table extends keyof Rows>(tx: CenterTx, table: Table): Promise<Rows[Table][]> =>
  (await tx.many(STATEMENTS[table], [tx.centerId])).map(({ document }) => JSON.parse(document) as Rows[Table]); // written by the module alone

const fleet = statement<{ id: string; tailNumber: string }>(
  "imports.fleet",
  `select id, document::json->>'tailNumber' as "tailNumber" from aircraft where center_id = $1`,
);

/** Tail number and id of each aircraft of the center. */
export const fleetKeys = (tx: CenterTx): Promise<{ id: string; tailNumber: string }[]> => tx.many(fleet, [tx.centerId]);
