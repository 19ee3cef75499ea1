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

/** Builds the four ways to read a result over one way to run a statement. */
export const queryable = (execute: Execute): Queryable => ({
  async many<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    // The border where rows get their type: that of the statement, which its author wrote beside its text.
    return (await execute(statement, values)).rows as Row[];
  },
  async maybe<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    return (await execute(statement, values)).rows[0] as Row | undefined;
  },
  async one<Row>(statement: Statement<Row>, values: readonly unknown[]) {
    const { rows } = await execute(statement, values);
    if (rows.length !== 1) throw new Error(`${statement.name}: expected one row, got ${rows.length}`);
    return rows[0] as Row;
  },
  async run(statement, values) {
    return (await execute(statement, values)).rowCount ?? 0;
  },
});
