import { expect, test } from "vitest";
import { searchPattern, searchText } from "./search-text.ts";

test("text is folded alike where it is kept and where it is sought", () => {
  expect(searchText("Müller", null, "  ÀNNA   Lee ", undefined)).toBe(" muller anna lee");
  expect(searchPattern("ÀNNA  L")).toBe("%anna l%");
});

test("two characters match the beginnings of words, three match anywhere", () => {
  expect(searchPattern("mo")).toBe("% mo%");
  expect(searchPattern("mor")).toBe("%mor%");
});

test("wildcards in a search are letters like others", () => {
  expect(searchPattern("50%_\\x")).toBe("%50\\%\\_\\\\x%");
});

test("nothing to search is empty", () => {
  expect(searchText(null, "")).toBe("");
});
