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
 * The index is asked for short parts of a search: each of its trigrams is another list to go through, and what all
 * centers have in common makes them long ("tanaka 133" whole took 12 ms, its six telling letters 6 ms).
 */
const PART = 6;

/** A part that tells as much, by `telling`, is asked for alone: four digits, say. */
const TELLING = 20;

/**
 * The LIKE patterns of those parts of a search that find the fewest rows, as a guess: digits tell most, then what
 * crosses from one word to the next. Where the best does not tell enough, three letters across other words and three at
 * the search's further end tell whether the rest is there too ("n133aa kjfk ksfo": 14 rows instead of 1,667). Rows that
 * have them are then looked at by the whole pattern.
 */
export const indexPatterns = (search: string): string[] => {
  const wanted = glue(fold(search));
  if (wanted.length <= PART) return [searchPattern(search)];
  const starts = Array.from({ length: wanted.length - PART + 1 }, (_, start) => start);
  // Of equals the later one: codes go from the general to the particular ("34-13-6", "REF-12345").
  const at = starts.reduce((best, start) => (tellingAt(wanted, start) >= tellingAt(wanted, best) ? start : best));
  const best = wanted.slice(at, at + PART);
  const others = telling(best) < TELLING ? [acrossWords(wanted, at), furtherEnd(wanted, at)] : [];
  return [best, ...others].flatMap((part) => (part === undefined ? [] : [`%${escaped(part)}%`]));
};

const tellingAt = (wanted: string, start: number): number => telling(wanted.slice(start, start + PART));

const TRIGRAM = 3;

/** The last three letters with a space between them that the part at `at` does not hold. */
const acrossWords = (wanted: string, at: number): string | undefined => {
  const starts = Array.from({ length: wanted.length - TRIGRAM + 1 }, (_, start) => start);
  const start = starts.findLast(
    (one) => wanted.charAt(one + 1) === glue(" ") && (one < at || one + TRIGRAM > at + PART),
  );
  return start === undefined ? undefined : wanted.slice(start, start + TRIGRAM);
};

/** Three letters at the end that is further from the part at `at`, where there are as many. */
const furtherEnd = (wanted: string, at: number): string | undefined => {
  const after = wanted.length - at - PART;
  if (Math.max(at, after) < TRIGRAM) return undefined;
  return at > after ? wanted.slice(0, TRIGRAM) : wanted.slice(-TRIGRAM);
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
