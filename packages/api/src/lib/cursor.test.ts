import type { CenterId } from "@aviationalley/db/client.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CursorScope, decodeCursor, encodeCursor } from "./cursor.ts";
import { isFailure } from "./errors.ts";

const scope: CursorScope = {
  list: "bookings",
  centerId: "11111111-1111-7111-8111-111111111111" as CenterId,
  filters: {},
};
const position = { createdAt: "2026-05-31T14:03:22.123Z", id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60" };

describe("a cursor", () => {
  test("opens to the position that made it, for any time and id", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }),
        fc.uuid(),
        (date, id) => {
          const made = { createdAt: date.toISOString(), id };
          expect(decodeCursor(encodeCursor(made, scope), scope)).toEqual(made);
        },
      ),
    );
  });

  test("fits a URL without escaping", () => {
    expect(encodeCursor(position, scope)).toMatch(/^[A-Za-z0-9_-]{42}$/);
  });

  test("does not open under another list, center or filter", () => {
    const cursor = encodeCursor(position, { ...scope, filters: { status: ["SCHEDULED"] } });
    const others: CursorScope[] = [
      scope,
      { ...scope, filters: { status: ["COMPLETED"] } },
      { ...scope, list: "trainees", filters: { status: ["SCHEDULED"] } },
      { ...scope, centerId: "22222222-2222-7222-8222-222222222222" as CenterId, filters: { status: ["SCHEDULED"] } },
    ];
    for (const other of others) expect(isFailure(decodeCursor(cursor, other))).toBe(true);
  });

  test("does not mind in which order filters were given, nor those left out", () => {
    const cursor = encodeCursor(position, { ...scope, filters: { a: "1", b: "2" } });
    expect(decodeCursor(cursor, { ...scope, filters: { b: "2", c: undefined, a: "1" } })).toEqual(position);
  });

  test("is refused when any character of it is damaged", () => {
    const cursor = encodeCursor(position, scope);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...Array.from("ABCxyz019-_%. ")), (at, character) => {
        fc.pre(cursor[at] !== character);
        expect(isFailure(decodeCursor(cursor.slice(0, at) + character + cursor.slice(at + 1), scope))).toBe(true);
      }),
    );
  });

  test("is refused when it was forged for a time that PostgreSQL cannot read", () => {
    for (const createdAt of ["+010000-01-01T00:00:00.000Z", "+010889-08-02T05:31:50.655Z"])
      expect(isFailure(decodeCursor(encodeCursor({ ...position, createdAt }, scope), scope))).toBe(true);
  });

  test("is refused when it is any other text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isFailure(decodeCursor(text, scope))).toBe(true);
      }),
    );
  });
});
