import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { listOf } from "./pagination.ts";
import { instantInput, plainDate, text, uuid } from "./schemas.ts";

test("a UUID is taken in any case, and is the one that is served", () => {
  const id = "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60";
  expect(uuid.parse(id.toUpperCase())).toBe(id);
  expect(listOf(uuid, 3).parse([id, id.toUpperCase()])).toEqual([id]);
  for (const bad of [id.slice(1), `${id.slice(0, -1)}G`, `{${id}}`]) expect(uuid.safeParse(bad).success).toBe(false);
});

describe("text", () => {
  test("is what people write and PostgreSQL can store: no control characters, no half of a surrogate pair", () => {
    for (const bad of ["a\0b", "a\u0001b", "a\u001fb", "a\u007fb", "a\u0085b", "\ud800x", "x\udc00"])
      expect(text(10).safeParse(bad).success).toBe(false);
    for (const good of ["😀", "é", "\u202e", "a\tb\r\nc"]) expect(text(10).parse(good)).toBe(good);
  });

  test.each([1, 2, 3])("of at least %i characters is declared as it is taken, blanks around it and all", (least) => {
    const schema = text(20, least);
    const { pattern = "" } = z.toJSONSchema(schema, { io: "input" });
    const declared = new RegExp(pattern);
    const character = fc.constantFrom("a", "é", " ", "\t", "\n", "\v", "\u00a0", "\u0001", "\u0085");
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 6 }), (value) => {
        expect(declared.test(value)).toBe(schema.safeParse(value).success);
      }),
    );
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
