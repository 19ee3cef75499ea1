import type { QueryResult } from "pg";
import type { Statement } from "./statement.ts";

/** What runs statements: a pool of connections (Db), or one transaction (Tx). */
export interface Queryable {
  many<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  maybe<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row | undefined>;
  /** The only row; throws when there is none or more than one. */
  one<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row>;
  /** The number of rows that the statement changed or found. */
  run(statement: Statement<unknown>, values: readonly unknown[]): Promise<number>;
}

type Execute = (statement: Statement<unknown>, values: readonly unknown[]) => Promise<QueryResult>;

/**
 * Takes the rows out of a result. pg's finished query holds its result, and V8, whose collections of the young go by
 * what the old points to, dead or not, found hundreds of them with a page of 36 KB each: all were copied twice and then
 * made old, where only full collections free them.
 */
export const rowsOf = (result: QueryResult): unknown[] => {
  const { rows } = result;
  result.rows = [];
  return rows;
};

/** Builds the four ways to read a result over one way to run a statement. */
export const queryable = (execute: Execute): Queryable => ({
  async many<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    // The border where rows get their type: that of the statement, which its author wrote beside its text.
    return rowsOf(await execute(statement, values)) as Row[];
  },
  async maybe<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    return rowsOf(await execute(statement, values))[0] as Row | undefined;
  },
  async one<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    const rows = rowsOf(await execute(statement, values));
    if (rows.length !== 1) throw new Error(`${statement.name}: expected one row, got ${rows.length}`);
    return rows[0] as Row;
  },
  async run(statement, values) {
    return (await execute(statement, values)).rowCount ?? 0;
  },
});
