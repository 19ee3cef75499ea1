import { expect, test } from "vitest";
import { indexPatterns, searchPattern, searchText } from "./search-text.ts";

test("text is folded alike where it is kept and where it is sought", () => {
  expect(searchText("Müller", null, "  ÀNNA   Lee ", undefined)).toBe("XmullerXannaXlee");
  expect(searchPattern("ÀNNA  L")).toBe("%annaXl%");
});

test("two characters match the beginnings of words, three match anywhere", () => {
  expect(searchPattern("mo")).toBe("%Xmo%");
  expect(searchPattern("mor")).toBe("%mor%");
});

test("wildcards in a search are letters like others", () => {
  expect(searchPattern("50%_\\x")).toBe("%50\\%\\_\\\\x%");
});

test("nothing to search is empty", () => {
  expect(searchText(null, "")).toBe("");
});

test("words and the marks between them are kept apart by capitals, which the trigram index knows", () => {
  expect(searchText("B737-800 #3", "a.lee@example.com")).toBe("Xb737Q800XJ3XaKleeZexampleKcom");
  expect(searchPattern("800 #3")).toBe("%800XJ3%");
});

test("a search for a capital finds the letter, never what stands between words", () => {
  expect(searchText("a b")).not.toContain(searchPattern("axb").replaceAll("%", ""));
});

test("the index is asked for the short part of a long search that tells most, and for little beside it", () => {
  expect(indexPatterns("moreno")).toEqual(["%moreno%"]);
  expect(indexPatterns("B737-800 #5 Kim Moreno 555 REF-33333")).toEqual(["%Q33333%"]);
  expect(indexPatterns("Casey Tanaka")).toEqual(["%eyXtan%", "%aka%"]);
  expect(indexPatterns("KSFO N133AA")).toEqual(["%Xn133a%", "%oXn%", "%ksf%"]);
});

test("what the index is asked for is part of what is sought", () => {
  for (const search of ["50%_off every saturday", "Sam Tanaka 33333 t33333@example.com", "Ünïcødé ’quotes’ – dashes"])
    for (const pattern of indexPatterns(search)) expect(searchPattern(search)).toContain(pattern.slice(1, -1));
});
