/** What is wrong with a file, where (lines as a text editor counts them, from 1), and what is wanted instead. */
export interface RowFault {
  line: number;
  /** The column's name as the noun documents it; null for the row or the file as a whole. */
  column: string | null;
  message: string;
}

/** A row of a table by column name: only the cells that hold something, trimmed. */
export interface Row {
  line: number;
  cells: ReadonlyMap<string, string>;
}

/** What stood in a row's cell, for a message; nothing where the column is confidential. */
export const foundIn = (row: Row, column: string | null, confidential: ReadonlySet<string> = new Set()): string =>
  column === null || confidential.has(column) ? "" : found(row.cells.get(column));

/** Short, on one line. */
export const found = (text: string | undefined): string => {
  if (text === undefined) return "";
  const line = text.replaceAll(/\s+/g, " ");
  return ` (found ${JSON.stringify(line.length > 60 ? `${line.slice(0, 57)}…` : line)})`;
};
