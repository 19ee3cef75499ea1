import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { pathDecoder, queryDecoder } from "./decode.ts";

const decode = queryDecoder(
  z.strictObject({
    text: z.string().optional(),
    limit: z.int32().default(5),
    list: z.array(z.string()).optional(),
    on: z.boolean().nullable(),
  }),
);

describe("a query", () => {
  test("gives back any text that was percent-encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(!text.includes("\0") && text.isWellFormed());
        expect(decode(`text=${encodeURIComponent(text)}`)).toEqual({ values: { text } });
        expect(decode(new URLSearchParams({ text }).toString())).toEqual({ values: { text } });
      }),
    );
  });

  test("gives back any integer of 15 digits, and only those", () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (limit) => {
        expect(decode(`limit=${limit}`)).toEqual({ values: { limit } });
        for (const text of [`+${limit}`, `0${limit}`, `${limit}.0`, `${limit}e0`, ` ${limit}`, `0x${limit}`])
          expect(decode(`limit=${encodeURIComponent(text)}`)).toHaveProperty("faults");
      }),
    );
  });

  test("of any bytes is values of their types, or faults; never an exception, never a name that is not declared", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."limtexon=&&,%2506+;é\0".split("")) }), (query) => {
        const decoded = decode(query);
        if ("faults" in decoded) expect(decoded.faults.length).toBeGreaterThan(0);
        else for (const name of Object.keys(decoded.values)) expect(["text", "limit", "list", "on"]).toContain(name);
      }),
      { numRuns: 2000 },
    );
  });
});

test("an instant may have its offset in either spelling of ISO 8601", () => {
  const schema = z.strictObject({ from: z.iso.datetime({ offset: true }).optional() });
  for (const offset of ["+00:00", "+0000"])
    expect(queryDecoder(schema)(`from=2026-05-31T14:03:22.000000${encodeURIComponent(offset)}`)).toEqual({
      values: { from: "2026-05-31T14:03:22.000000+00:00" },
    });
  expect(queryDecoder(schema)("from=20260531")).toEqual({ values: { from: "20260531" } });
});

test("a parameter without a name is called that", () => {
  expect(decode("=x")).toEqual({
    faults: [{ path: "", message: "has a parameter without a name; there are text, limit, list, on" }],
  });
});

test("a schema that no URL can carry is refused when the server starts", () => {
  expect(() => queryDecoder(z.strictObject({ where: z.object({}) }))).toThrow(/where/);
  expect(() => queryDecoder(z.strictObject({ ratio: z.number() }))).toThrow(/fraction/);
});

test("parameters of a path are read by the same rules", () => {
  const path = pathDecoder(z.strictObject({ id: z.string(), page: z.int32() }));
  expect(path({ id: "a", page: "3" })).toEqual({ values: { id: "a", page: 3 } });
  expect(path({ id: "a\0", page: "x" })).toMatchObject({ faults: [{ path: "id" }, { path: "page" }] });
});
