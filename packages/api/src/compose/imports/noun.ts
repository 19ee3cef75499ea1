import { z } from "zod";
import { brokenConstraint } from "../../lib/constraints.ts";
import { fail, type Failure, isFailure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type Directory, readDirectory } from "./directory.ts";
import { foundIn, type Row, type RowFault } from "./fault.ts";
import { RowReader } from "./reader.ts";
import type { Columns } from "./table.ts";
import { tally } from "./tally.ts";

/** A row that is none of this noun's business, with what it is; neither wrong nor imported. */
export class Skipped {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** How a noun comes in: its columns, how a row becomes a draft, and its module's own batch command. */
export interface NounImport<Shape extends z.ZodRawShape, Draft> {
  readonly name: string;
  readonly columns: z.ZodObject<Shape>;
  readonly others?: Columns["others"];
  /** A field of the draft whose column has another name, for faults that the command finds. */
  readonly columnOf?: ColumnOf;
  /** Columns whose cells no message repeats: whoever reads a log of an import need not know them. */
  readonly confidential?: ReadonlySet<string>;
  /** What a draft must fit where cells alone cannot tell: the module's own schema. */
  readonly fits?: z.ZodType<Draft>;
  /** The draft of a row. What `reader` finds wrong discards it. */
  draft(cells: z.output<z.ZodObject<Shape>>, reader: RowReader, tx: CenterTx): Draft | Skipped;
  /** By what a row is known again when its file is imported a second time. */
  key(draft: Draft): string;
  /** How often each of these drafts' keys is there already; keys that are not there are missing. */
  existing(tx: CenterTx, drafts: readonly Draft[]): Promise<ReadonlyMap<string, number>>;
  /** Each outcome at its draft's place: the row, or the failure that kept it out. */
  create(tx: CenterTx, drafts: readonly Draft[]): Promise<readonly object[]>;
}

/** What became of the rows. */
export interface Outcome {
  created: number;
  already: number;
  skipped: ReadonlyMap<string, number>;
  faults: RowFault[];
}

/** A noun as the runner sees it. */
export interface Noun {
  readonly name: string;
  readonly columns: Columns;
  importRows(tx: CenterTx, rows: readonly Row[]): Promise<Outcome>;
}

/** Rows per command: one statement then writes some 200 KB. */
const BATCH = 500;

export const nounImport = <Shape extends z.ZodRawShape, Draft>(spec: NounImport<Shape, Draft>): Noun => ({
  name: spec.name,
  columns: {
    known: Object.keys(spec.columns.shape),
    required: Object.entries(spec.columns.shape).flatMap(([name, cell]) => (isRequired(cell) ? [name] : [])),
    others: spec.others ?? "refuse",
  },
  async importRows(tx, rows) {
    const directory = await readDirectory(tx);
    const read = rows.map((row) => readDraft(spec, row, directory, tx));
    const drafts = read.flatMap((one) => ("draft" in one ? [one] : []));
    const fresh = await unknownYet(spec, tx, drafts);
    const faults = read.flatMap((one) => ("faults" in one ? one.faults : []));
    let created = 0;
    for (let at = 0; at < fresh.length; at += BATCH) {
      const batch = fresh.slice(at, at + BATCH);
      const refused = await createBatch(spec, tx, batch);
      created += batch.length - refused.length;
      faults.push(...refused.flat());
    }
    return {
      created,
      already: drafts.length - fresh.length,
      skipped: tally(read.flatMap((one) => (one instanceof Skipped ? [one.reason] : []))),
      faults,
    };
  },
});

const isRequired = (cell: z.core.$ZodType): boolean => !z.safeParse(cell, undefined).success;

interface Drafted<Draft> {
  row: Row;
  draft: Draft;
}

type Read<Draft> = Drafted<Draft> | { faults: RowFault[] } | Skipped;

const readDraft = <Shape extends z.ZodRawShape, Draft>(
  spec: NounImport<Shape, Draft>,
  row: Row,
  directory: Directory,
  tx: CenterTx,
): Read<Draft> => {
  const cells = spec.columns.safeParse(Object.fromEntries(row.cells));
  if (!cells.success) return { faults: cells.error.issues.map((issue) => cellFault(spec, row, issue, {})) };
  const reader = new RowReader(row, directory, spec.confidential);
  const draft = spec.draft(cells.data, reader, tx);
  if (reader.faults.length > 0) return { faults: reader.faults };
  if (draft instanceof Skipped) return draft;
  const issues = spec.fits?.safeParse(draft).error?.issues ?? [];
  return issues.length === 0 ? { row, draft } : { faults: issues.map((issue) => cellFault(spec, row, issue)) };
};

const cellFault = (
  { columnOf, confidential }: Naming,
  row: Row,
  { path, message }: z.core.$ZodIssue,
  names = columnOf,
): RowFault => {
  const column = columnNamed(String(path[0] ?? ""), names);
  const isGiven = row.cells.has(column);
  return { line: row.line, column, message: isGiven ? message + foundIn(row, column, confidential) : "is required" };
};

/** What faults need to know of a noun. */
interface Naming {
  readonly columnOf?: ColumnOf;
  readonly confidential?: ReadonlySet<string>;
}

type ColumnOf = Readonly<Record<string, string>>;

const columnNamed = (field: string, columnOf: ColumnOf = {}): string => columnOf[field] ?? field;

/**
 * Those that are not there yet. Equal rows are counted, not just found: a file may rightly hold two flights that look
 * the same. Asked before anything is written, so that a file does not meet itself.
 */
const unknownYet = async <Shape extends z.ZodRawShape, Draft>(
  spec: NounImport<Shape, Draft>,
  tx: CenterTx,
  drafts: readonly Drafted<Draft>[],
): Promise<Drafted<Draft>[]> => {
  const existing = await spec.existing(
    tx,
    drafts.map(({ draft }) => draft),
  );
  const left = new Map(existing);
  return drafts.filter(({ draft }) => {
    const times = left.get(spec.key(draft)) ?? 0;
    if (times > 0) left.set(spec.key(draft), times - 1);
    return times === 0;
  });
};

/** The faults of each row that the command refused. */
const createBatch = async <Shape extends z.ZodRawShape, Draft>(
  spec: NounImport<Shape, Draft>,
  tx: CenterTx,
  batch: readonly Drafted<Draft>[],
): Promise<RowFault[][]> => {
  const outcomes = await spec.create(
    tx,
    batch.map(({ draft }) => draft),
  );
  return outcomes.flatMap((outcome, place) => {
    const row = batch[place]?.row;
    return row && isFailure(outcome) ? [failureFaults(spec, row, outcome)] : [];
  });
};

const failureFaults = ({ columnOf, confidential }: Naming, row: Row, failure: Failure): RowFault[] => {
  const faults = (failure.facts.errors ?? []).map(({ path, message }) => {
    const column = columnNamed(path.split(".")[0] ?? path, columnOf);
    return { line: row.line, column, message: message + foundIn(row, column, confidential) };
  });
  return faults.length > 0 ? faults : [{ line: row.line, column: null, message: failure.detail }];
};

/** What the constraints caught: someone wrote the same at the same time. */
export const asCollision = (error: unknown): Failure => {
  if (brokenConstraint(error) === undefined) throw error;
  return fail(
    "conflict",
    "Something in the file was changed by someone else just now. Nothing was written; run it again.",
  );
};
