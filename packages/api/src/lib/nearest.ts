/** Slips between two texts: letters that are missing, too many, wrong, or swapped with their neighbour. */
const slips = (a: string, b: string): number => {
  const rows: number[][] = [];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 0; row <= a.length; row++) {
    rows[row] = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = row > 0 && a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(
        row === 0
          ? column
          : Math.min(
              at(row - 1, column - 1) + (same ? 0 : 1),
              at(row - 1, column) + 1,
              at(row, column - 1) + 1,
              swapped ? at(row - 2, column - 2) + 1 : Infinity,
            ),
      );
    }
  }
  return at(a.length, b.length);
};

const LONGEST = 60;

/** Case and separators do not count: `trainee_id` and `TraineeID` mean `traineeId`. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The known name that was probably meant; none when nothing is within a third of its length (at least one slip). */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  if (name.length > LONGEST) return undefined;
  const ranked = known
    .map((candidate) => ({ candidate, slipped: slips(bare(name), bare(candidate)) }))
    .filter(({ candidate, slipped }) => slipped <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.slipped - b.slipped);
  return ranked[0]?.candidate;
};

/** The rest of a sentence about an unknown name: what was probably meant, or what there is. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
};
