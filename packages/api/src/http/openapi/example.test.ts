import { describe, expect, it } from "vitest";
import { z } from "zod";
import { instant, plainDate, text, uuid } from "../../lib/schemas.ts";
import { exampleOf } from "./example.ts";
import { balloon } from "./toy-router.ts";

describe("exampleOf", () => {
  it("takes the example that a schema gives, null included", () => {
    expect(exampleOf(z.string().meta({ example: "B738" }))).toBe("B738");
    expect(exampleOf(z.string().nullable().meta({ example: null }))).toBeNull();
  });

  it("makes one that fits where none is given", () => {
    const schema = z.object({
      state: z.enum(["OPEN", "CLOSED"]),
      fixed: z.literal("yes"),
      flag: z.boolean(),
      least: z.int32().min(5),
      name: text(40),
      code: text(2),
      when: instant,
      day: plainDate,
      many: z.array(z.object({ id: uuid })).max(3),
      either: z.union([z.int32().min(1), z.string().max(4)]),
      fallback: z.int32().default(50),
      perhaps: z.string().max(20).optional(),
    });
    expect(schema.parse(exampleOf(schema))).toMatchObject({ state: "OPEN", fixed: "yes", least: 5, fallback: 50 });
  });

  it("gives a thing one id wherever it is quoted, and other things other ids", () => {
    const { id, pilot, passengers } = balloon.parse(exampleOf(balloon));
    expect(new Set([id, pilot?.id, passengers[0]?.id]).size).toBe(3);
    expect(exampleOf(z.object({ pilotId: uuid }))).toEqual({ pilotId: pilot?.id });
  });

  it("refuses an example that its schema refuses, and names the schema", () => {
    const wrong = z.string().max(3).meta({ id: "Tail", example: "N12345" });
    expect(() => exampleOf(wrong)).toThrow(/Tail.*\.meta\(\{ example \}\)/s);
  });
});
