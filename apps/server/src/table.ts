/** Prints rows in columns, two blanks apart, for people and for `awk` alike. */
export const printTable = (rows: readonly (readonly string[])[]): void => {
  const widths = rows.reduce<number[]>(
    (most, cells) => cells.map((cell, i) => Math.max(cell.length, most[i] ?? 0)),
    [],
  );
  for (const cells of rows) {
    const padded = cells.map((cell, i) => cell.padEnd(widths[i] ?? 0));
    console.log(padded.join("  ").trimEnd());
  }
};
