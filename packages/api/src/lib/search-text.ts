/**
 * Text as it is searched: lower case, without accents, single spaces, with a space before the first word, so that the
 * beginning of a word is a space and its letters. Kept in a column beside the row; the search is folded the same way.
 */
export const searchText = (...parts: readonly (string | null | undefined)[]): string => {
  const words = fold(parts.filter((part) => part).join(" "));
  return words === "" ? "" : ` ${words}`;
};

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/gu, " ");

/** The LIKE pattern of a search: two characters match the beginnings of words, three or more match anywhere. */
export const searchPattern = (search: string): string => {
  const wanted = fold(search).replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  return fold(search).length < 3 ? `% ${wanted}%` : `%${wanted}%`;
};
