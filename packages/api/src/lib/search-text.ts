/**
 * Text as it is searched: lower case, without accents, with an X before each word: " Casey  MORENO " is kept as
 * "XcaseyXmoreno". A search is folded the same way.
 *
 * The trigram index knows letters and digits alone; what stands between them it skips. "casey moreno" would have to be
 * looked up in every row that holds both names, next to each other or not (6,700 of 100,000: 22 ms). Capitals, which
 * no folded text has, make of spaces and of the marks in numbers letters like others: "yxm" is in the index, and rare.
 */
export const searchText = (...parts: readonly (string | null | undefined)[]): string => {
  const words = fold(parts.filter((part) => part).join(" "));
  return words === "" ? "" : glue(` ${words}`);
};

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/gu, " ");

/** What stands between words, and the capital that is kept for each: rare letters, so that what holds them is rare. */
export const GLUE = { between: " -#@./", kept: "XQJZKV" } as const;

const glue = (text: string): string =>
  text.replaceAll(/[ \-#@./]/g, (character) => GLUE.kept.charAt(GLUE.between.indexOf(character)));

/** The LIKE pattern of a search: two characters match the beginnings of words, three or more match anywhere. */
export const searchPattern = (search: string): string => {
  const folded = fold(search);
  return folded.length < 3 ? `%${glue(" ")}${escaped(glue(folded))}%` : `%${escaped(glue(folded))}%`;
};

/**
 * The index is asked for one or two short parts of a search: each of its trigrams is another list to go through, and
 * what all centers have in common makes them long ("tanaka 133" whole took 12 ms, its six telling letters 6 ms).
 */
const PART = 6;

/** A part that tells as much, by `telling`, is asked for alone: three digits and a capital, say. */
const TELLING = 12;

/**
 * The LIKE patterns of those parts of a search that find the fewest rows by themselves, as a guess: digits tell most,
 * then what crosses from one word to the next. Rows that have them are then looked at by the whole pattern.
 */
export const indexPatterns = (search: string): string[] => {
  const wanted = glue(fold(search));
  if (wanted.length <= PART) return [searchPattern(search)];
  const parts = Array.from({ length: wanted.length - PART + 1 }, (_, start) => ({
    start,
    text: wanted.slice(start, start + PART),
  }));
  // Of equals the later one: codes go from the general to the particular ("34-13-6", "REF-12345").
  const [best, ...others] = parts.toReversed().toSorted((one, other) => telling(other.text) - telling(one.text));
  if (!best) return [searchPattern(search)];
  const second = others.find(({ start }) => Math.abs(start - best.start) >= PART);
  return [best, ...(second && telling(best.text) < TELLING ? [second] : [])].map(({ text }) => `%${escaped(text)}%`);
};

/** By its trigrams, as the index knows it: what crosses words stands in one trigram at the part's edge, in three inside. */
const telling = (part: string): number => {
  let sum = 0;
  for (let at = 0; at + 3 <= part.length; at++) {
    const trigram = part.slice(at, at + 3);
    sum += 2 * trigram.replaceAll(/\D/g, "").length + trigram.replaceAll(/[^A-Z]/g, "").length;
  }
  return sum;
};

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
