/** Edits (insert, delete, replace one character) between two texts, by the rows of Levenshtein's matrix. */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
};

const LONGEST = 60;

/** Case and separators do not count: `trainee_id` and `TraineeID` mean `traineeId`. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The known name that was probably meant; none when nothing is within a third of its length (at least one edit). */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  if (name.length > LONGEST) return undefined;
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(bare(name), bare(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
};

/** The rest of a sentence about an unknown name: what was probably meant, or what there is. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
};
