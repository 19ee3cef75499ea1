import { expect, test } from "vitest";
import { readDisclosure, readExpiry, readName } from "./key-create.ts";

const NOW = Date.parse("2026-11-24T08:00:00Z");

test("an expiry is a day of the calendar, an instant, or days from now", () => {
  expect(readExpiry("2028-02-29", NOW)).toBe("2028-02-29T00:00:00.000Z");
  expect(readExpiry("2027-01-31T12:00:00+02:00", NOW)).toBe("2027-01-31T10:00:00.000Z");
  expect(readExpiry("90d", NOW)).toBe("2027-02-22T08:00:00.000Z");
});

test.each(["2027-02-30", "2027-02-29T12:00:00Z", "2027-13-01", "soon", "-1d"])(
  "an expiry that no calendar has is refused: %s",
  (text) => expect(() => readExpiry(text, NOW)).toThrow(/--expires takes .*, not "/),
);

test("a name that no list of keys could show is refused before anything is stored", () => {
  expect(readName(` ${"x".repeat(120)} `)).toBe("x".repeat(120));
  for (const text of ["x".repeat(121), "  "]) expect(() => readName(text)).toThrow("--name takes 1 to 120 characters");
});

test("a recipient without a purpose, or the reverse, is refused and not dropped", () => {
  expect(readDisclosure(undefined, undefined)).toEqual({});
  expect(readDisclosure("Dana", "audit")).toMatchObject({ disclosure: { recipient: "Dana", purpose: "audit" } });
  expect(() => readDisclosure("Dana", undefined)).toThrow("--purpose <why> is missing");
  expect(() => readDisclosure(undefined, "audit")).toThrow("--recipient <who> is missing");
});
