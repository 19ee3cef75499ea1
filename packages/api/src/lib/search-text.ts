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
  const wanted = glue(folded).replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  return folded.length < 3 ? `%${glue(" ")}${wanted}%` : `%${wanted}%`;
};
