import { describe, expect, test } from "vitest";
import { instantInput, plainDate, text } from "./schemas.ts";

describe("text", () => {
  test("is what people write and PostgreSQL can store: no control characters, no half of a surrogate pair", () => {
    for (const bad of ["a\0b", "a\u0001b", "a\u001fb", "a\u007fb", "a\u0085b", "\ud800x", "x\udc00"])
      expect(text(10).safeParse(bad).success).toBe(false);
    for (const good of ["😀", "é", "\u202e", "a\tb\r\nc"]) expect(text(10).parse(good)).toBe(good);
  });
});

describe("times", () => {
  test("are those of the years 0001 to 9999 in UTC, whatever the offset they are written with", () => {
    for (const bad of ["0000-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59"])
      expect([bad, instantInput.safeParse(bad).success]).toEqual([bad, false]);
    expect(instantInput.parse("0001-01-01T00:00:00Z")).toBe("0001-01-01T00:00:00.000Z");
    expect(instantInput.parse("9999-12-31T23:59:59.9999999Z")).toBe("9999-12-31T23:59:59.999Z");
    for (const bad of ["0000-02-29", "2026-02-29"]) expect(plainDate.safeParse(bad).success).toBe(false);
    for (const good of ["0001-01-01", "9999-12-31"]) expect(plainDate.parse(good)).toBe(good);
  });
});
